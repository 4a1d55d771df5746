package sample

// adjustmentCase is a bonus or deduction and how it fares.
type adjustmentCase struct {
	rule                    string
	office                  bool // proposed by the office; otherwise by the unit's head
	matter, basis, evidence string
	granted                 bool
	half                    bool // granted with half of what was claimed
	decision                string
	units                   int   // that won it together; 0 is one
	tenths                  int64 // what a lower class of award counts of it; 0 is all
}

var adjustmentCases = []adjustmentCase{
	{"B2", false, "获评全省先进集体", "省级表彰决定文件", "表彰决定复印件、奖牌照片", true, false, "证书和文件齐全，系与县外单位共同获奖，按两家均分计分。", 2, 0},
	{"B3", false, "单项工作获市委市政府通报表扬", "市委办公室、市政府办公室通报", "通报复印件", true, false, "同意加分。", 0, 0},
	{"B4", false, "经验做法在全市现场会上作交流发言", "市级现场会会议通知和交流材料", "会议议程、发言材料", true, true, "属书面交流，按一半计分。", 0, 0},
	{"B4", false, "承办行业系统工作座谈会", "座谈会通知", "会议照片", false, false, "不属于现场会或经验推广，不予加分。", 0, 0},
	{"B5", true, "牵头完成防汛抢险急难险重任务", "领导小组会议纪要", "任务完成情况报告", true, false, "领导小组认定，同意加分。", 0, 0},
	{"K2", true, "重点工作推进不力被市级通报批评", "市级通报文件", "通报复印件", true, false, "事实清楚，予以扣分。", 0, 0},
	{"K3", true, "因数据迟报被县级约谈", "县考核办公室约谈记录", "约谈记录", true, false, "予以扣分。", 0, 0},
	{"K4", true, "督查事项逾期被亮红牌", "督查事项红牌通知书", "红牌通知书及反馈材料", true, false, "予以扣分。", 0, 0},
	{"K3", true, "会风会纪问题被通报", "县委办公室通报", "通报复印件", false, false, "经核实系值班安排冲突，已书面说明，不予扣分。", 0, 0},
	{"B3", false, "专项竞赛获全市二等奖", "市级竞赛表彰决定", "获奖证书复印件", true, false, "属二等奖，按六成计分。", 0, 6},
}

// vetoCase is a reported case of the veto list and what was decided.
type vetoCase struct {
	rule, indicator string // of the units that it may befall
	facts           string
	applied         bool
	decision        string
}

var vetoCases = []vetoCase{
	{"V1", "I01", "辖区（行业）内一在建工程发生较大生产安全责任事故，经调查认定该单位负有监管责任。", true, "事故调查报告已批复，责任认定清楚，取消评优资格。"},
	{"V2", "I32", "上级环保督察交办问题被反映整改进展缓慢，涉嫌整改不力。", false, "经现场核查，整改已按时序完成并通过验收，不适用否决事项。"},
}

// reform is something that a unit is recognised for.
type reform struct{ matter, category string }

var reforms = []reform{
	{"“一件事”集成办理改革", "数字化"},
	{"项目审批“拿地即开工”改革", "制度创新"},
	{"基层治理积分制", "制度创新"},
	{"公共数据回流共享应用", "数字化"},
	{"矛盾纠纷多元化解机制", "制度创新"},
	{"惠企政策“免申即享”", "数字化"},
	{"执法检查“扫码入企”", "数字化"},
	{"闲置资产盘活机制", "制度创新"},
}
