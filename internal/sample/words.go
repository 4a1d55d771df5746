package sample

import "github.com/kaoping/kaoping/internal/goal"

// theme is what a goal is about, as far as its causes and its monthly work go.
type theme string

const (
	projects theme = "projects"
	economy  theme = "economy"
	funds    theme = "funds"
	budget   theme = "budget"
	tasks    theme = "tasks"
	land     theme = "land"
	air      theme = "air"
	jobs     theme = "jobs"
	welfare  theme = "welfare"
	training theme = "training"
	service  theme = "service"
	safety   theme = "safety"
	law      theme = "law"
	quality  theme = "quality"
	conduct  theme = "conduct"
)

var themes = map[string]theme{
	"I01": projects, "I02": economy, "I03": economy, "I04": economy, "I05": funds, "I06": projects, "I07": land, "I08": funds,
	"I09": service, "I10": tasks, "I11": tasks, "I12": tasks, "I13": tasks, "I14": tasks, "I15": tasks, "I16": quality,
	"I17": tasks, "I18": quality, "I19": projects, "I20": jobs, "I21": welfare, "I22": welfare, "I23": land, "I24": service,
	"I25": service, "I26": service, "I27": safety, "I28": safety, "I29": service, "I30": safety, "I31": law, "I32": air,
	"I33": land, "I34": safety, "I35": conduct, "I36": conduct, "I37": budget, "I38": quality, "I39": quality, "I40": training,
}

func themeOf(indicator string) theme {
	if t, ok := themes[indicator]; ok {
		return t
	}
	return tasks
}

// explanation is why something is behind, what is done about it, and who else
// would have to help.
type explanation struct {
	cause               goal.Cause
	note, measure, help string
}

var explanations = map[theme][]explanation{
	projects: {
		{goal.CauseLand, "两宗项目用地尚未完成组卷报批，土建无法按计划进场。", "倒排用地报批时间表，由分管负责人每周到自然资源部门会商一次，下月底前完成供地。", "请县自然资源局优先安排用地指标并提前介入审查。"},
		{goal.CauseFunds, "配套资金到位率不足，施工单位放慢了进度。", "与财政部门衔接分批拨付计划，先行保障主体工程，15日内补足首批工程款。", "请县财政局在资金调度上予以倾斜。"},
		{goal.CauseApproval, "施工许可和环评批复晚于预期，开工时间顺延。", "成立手续办理专班，实行并联审批、容缺受理，每三天通报一次办理进度。", "请县政务服务管理局协调并联审批。"},
		{goal.CauseWeather, "连续降雨影响基础施工，有效作业天数比计划少。", "调整施工组织，增加作业班组和机械，天气好转后实行两班作业。", ""},
		{goal.CauseCoordination, "管线迁改涉及多家权属单位，迁改方案迟迟未定。", "提请召开现场协调会，明确迁改界面和时限，逐条销号。", "请县住房和城乡建设局牵头协调管线权属单位。"},
	},
	economy: {
		{goal.CauseOther, "受市场需求偏弱影响，部分企业订单减少、产能利用率下降。", "开展“一企一策”走访帮扶，组织产销对接和银企对接各一次。", "请县工业和信息化局协助组织供需对接。"},
		{goal.CausePolicy, "政策性减免增加，当期入库和增速受到影响。", "做好政策影响测算，挖掘存量税源和盘活资产，按旬调度。", ""},
		{goal.CauseUpperLevel, "上级反馈数据口径调整，同期基数提高，增速相应回落。", "会同统计部门做好基数核对和解释说明，抓好新增单位入库。", "请县统计局协助核对同期基数。"},
		{goal.CauseOwnEffort, "重点企业培育不足，对增长的支撑不够稳固。", "建立培育企业名录，明确包联责任人，逐户制定年内达标计划。", ""},
	},
	funds: {
		{goal.CauseCoordination, "签约项目注册和开户手续办理较慢，资金未能如期到账。", "逐个项目明确专人跟进，会同金融、市场监管部门现场办公，力争下月到账。", "请县商务局协调项目落地属地。"},
		{goal.CauseOther, "投资方因自身资金安排推迟了出资时间。", "与投资方签订分期到位承诺，按旬通报到账情况，同步储备替补项目。", ""},
		{goal.CauseOwnEffort, "项目谋划储备不足，可申报、可洽谈的项目偏少。", "重新梳理谋划项目清单，外出招商和赴上级对接每月各不少于一次。", ""},
		{goal.CauseLand, "意向项目选址调整，落地条件尚不具备。", "重新比选地块，协调园区标准厂房先行承接。", "请县自然资源局提供可供地块清单。"},
	},
	tasks: {
		{goal.CauseOwnEffort, "任务分解不够细，责任科室推进力度前松后紧。", "重新明确时间节点和责任科室，实行周调度、月通报，限期赶上进度。", ""},
		{goal.CauseCoordination, "牵头与配合单位职责界面不清，会签耗时较长。", "由分管负责人召集协调会，形成会议纪要并按纪要落实。", "请县督查考核办公室协调明确牵头单位。"},
		{goal.CauseUpperLevel, "上级实施细则印发较晚，相关工作启动时间顺延。", "对照已出台的细则倒排工期，能提前开展的环节先行推进。", ""},
		{goal.CauseApproval, "实施方案仍在报批，后续环节无法展开。", "主动对接审批部门补齐材料，同步做好实施准备。", ""},
	},
	land: {
		{goal.CauseWeather, "前期低温阴雨，播种和户外整治作业推迟。", "组织农技人员和机械抢抓农时，分片包干补种补改。", ""},
		{goal.CauseOwnEffort, "日常巡查不够到位，问题发现和处置偏晚。", "落实网格化巡查，发现问题当日登记、三日内处置、每周销号。", ""},
		{goal.CauseLand, "部分地块权属有争议，整改复耕推进缓慢。", "会同司法所、村组逐宗调处，先易后难分批完成。", "请县自然资源局派员现场指导认定。"},
		{goal.CauseFunds, "整治资金缺口较大，设施更新不及时。", "整合涉农资金和村集体投入，优先解决群众反映集中的点位。", "请县财政局统筹安排整治补助资金。"},
	},
	air: {
		{goal.CauseWeather, "静稳天气偏多，细颗粒物浓度阶段性升高。", "启动重点时段应急管控，落实错峰生产和工地扬尘抑尘措施，每日会商研判。", "请县气象局加密污染天气预报会商。"},
		{goal.CauseOwnEffort, "施工扬尘和露天焚烧巡查不够到位，个别点位数据偏高。", "实行点位包保，扬尘在线监测超限立查立改，按周通报点位排名。", ""},
		{goal.CauseCoordination, "跨区域污染传输影响较大，联防联控响应不够及时。", "与周边县区建立预警联动和联合执法机制，重污染时段同步管控。", "请县生态环境分局协调区域联防联控。"},
	},
	budget: {
		{goal.CauseOwnEffort, "项目前期准备不足，预算下达后形成实际支出偏慢。", "逐个项目排出支出计划，按旬调度，对连续两月无支出的项目收回统筹。", ""},
		{goal.CauseApproval, "政府采购和评审程序耗时较长，支出集中在季末。", "提前启动采购需求论证，与财政评审中心预约评审档期。", "请县财政局加快评审进度。"},
	},
	jobs: {
		{goal.CauseOther, "部分企业开工不足，新增岗位比上年同期减少。", "举办专场招聘和技能培训，开发临时性公益岗位兜底。", ""},
		{goal.CauseOwnEffort, "就业登记不够及时，部分已就业人员未纳入实名统计。", "村（社区）逐人核对就业台账，每周集中补录一次。", ""},
		{goal.CauseCoordination, "参保信息与就业登记比对滞后，部分人员暂未认定。", "会同社保、税务按月比对，更新基础台账。", "请县人力资源和社会保障局开放数据比对。"},
	},
	welfare: {
		{goal.CauseOwnEffort, "宣传发动和入户核查不够，仍有应保未保人员。", "建立未参保人员台账，村（社区）逐户对账，每周通报一次。", ""},
		{goal.CausePolicy, "缴费标准调整，部分群众持观望态度。", "上门讲清政策，落实困难群众代缴补助，集中办理一批。", ""},
		{goal.CauseCoordination, "外出务工人员参保信息核实困难，基数需要重新比对。", "会同公安、税务、医保部门按月比对，更新基础台账。", "请县卫生健康局协助信息比对。"},
	},
	training: {
		{goal.CauseOwnEffort, "工学矛盾突出，少数干部网络学时未修满。", "制定补学计划，由人事科室按月提醒，年底前全部达标。", ""},
		{goal.CauseOther, "部分干部年中调入，原单位学时尚未转接。", "与原单位核对学时档案，完成转接后补足差额。", ""},
	},
	service: {
		{goal.CauseOwnEffort, "个别事项首办责任落实不到位，办理超过承诺时限。", "实行首办负责和临期预警，超期一件倒查一件，纳入科室考核。", ""},
		{goal.CauseCoordination, "诉求涉及多个单位，转办和会商环节耗时较长。", "建立联办清单，明确主办单位和会商时限，疑难件由分管负责人包案。", "请县政务服务管理局明确疑难件主办单位。"},
		{goal.CausePolicy, "部分诉求超出现行政策规定，解释工作不够充分，回访不满意。", "统一答复口径，加强当面沟通，对反复诉求开展联合会商。", ""},
		{goal.CauseOther, "业务系统升级切换，部分办件数据回传延迟。", "与平台运维单位逐件核对补传，切换期间安排专人值守。", ""},
	},
	safety: {
		{goal.CauseOwnEffort, "日常检查不够深入，一线人员安全意识有薄弱环节。", "开展为期一个月的专项整治，全员再培训，隐患清单化管理、闭环销号。", ""},
		{goal.CauseFunds, "部分隐患整改需投入较大，资金尚未落实。", "先采取管控措施确保安全，分期筹措整改资金，明确完成时限。", "请县财政局安排隐患整治专项资金。"},
		{goal.CauseCoordination, "隐患点权属单位多，整改责任需要进一步明确。", "逐项明确责任单位、责任人和时限，由行业主管部门挂牌督办。", "请县应急管理局牵头挂牌督办。"},
		{goal.CauseOther, "第三方检查标准提高，暴露出此前未掌握的问题。", "对照新标准全面自查，举一反三完善制度和台账。", ""},
	},
	law: {
		{goal.CauseOwnEffort, "执法程序和证据固定不够规范，个别案件被纠正。", "落实重大执法决定法制审核，组织案卷评查和以案释法培训。", ""},
		{goal.CausePolicy, "新旧规定衔接期适用理解不一，个别行政行为被撤销。", "会同司法行政部门统一适用口径，完善执法指引。", "请县司法局指导完善执法指引。"},
	},
	conduct: {
		{goal.CauseOwnEffort, "组织生活和日常监督落实不够经常，台账不够完善。", "制定整改清单，由班子成员分片督导，月底前逐项销号。", ""},
		{goal.CauseOwnEffort, "个别人员纪律意识不强，窗口作风问题被通报。", "开展作风专项整治，完善岗位规范和考勤管理，举一反三自查。", ""},
	},
	quality: {
		{goal.CauseOwnEffort, "审核把关不严，经办人员对口径和时限掌握不准。", "落实经办、科室、分管负责人三级审核，组织一次业务培训。", ""},
		{goal.CauseOther, "经办岗位人员调整，工作衔接出现空档。", "实行AB岗，完善交接清单，由办公室逐项核验报送材料。", ""},
		{goal.CauseCoordination, "涉及多个科室的材料汇总较慢，影响报送质量。", "明确牵头科室和内部时限，提前两天收齐并集中会审。", ""},
	},
}

var nothingNotes = []string{
	"本月无新到位资金，已与责任单位台账核对一致。",
	"本月没有新增，拟于下月到账的项目已列入跟踪清单。",
	"本月未发生，零报告。",
}

var officialNotes = []string{
	"经责任单位核对凭证，剔除重复计列部分后核定。",
	"以责任单位业务系统当期数为准核定，与单位自报数略有出入。",
	"经抽查原始台账，按口径调整后核定。",
}

var returnReasons = []string{
	"填报数与佐证材料不一致，请核对台账后重新填报。",
	"疑似将上月数据重复计入，请逐笔核对并说明。",
	"统计口径与指标定义不符，请按口径重新测算后报送。",
}
