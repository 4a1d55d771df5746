package wording

import "github.com/kaoping/kaoping/internal/goal"

// Deed is what an entry of the audit says was done.
func Deed(l Lang, d goal.Deed) string {
	if text, ok := deeds[d]; ok {
		return text.in(l, nil)
	}
	return string(d)
}

var deeds = map[goal.Deed]pair{
	goal.DeedPlanLoad:    {"录入方案", "entered a plan"},
	goal.DeedPlanSubmit:  {"报审方案", "submitted a plan"},
	goal.DeedPlanReturn:  {"退回方案", "returned a plan"},
	goal.DeedPlanApprove: {"批准方案", "approved a plan"},
	goal.DeedPlanIssue:   {"印发方案", "issued a plan"},

	goal.DeedArrangementSave:    {"填写月度安排", "saved a month's arrangement"},
	goal.DeedArrangementSubmit:  {"提交月度安排", "submitted a month's arrangement"},
	goal.DeedArrangementApprove: {"批准月度安排", "approved a month's arrangement"},
	goal.DeedArrangementReturn:  {"退回月度安排", "returned a month's arrangement"},
	goal.DeedArrangementOutcome: {"填写月度安排落实情况", "noted what became of a month's arrangement"},

	goal.DeedReportSave:     {"填报数据", "entered figures"},
	goal.DeedReportSubmit:   {"提交数据", "submitted figures"},
	goal.DeedReportApprove:  {"本单位审签数据", "approved figures for the unit"},
	goal.DeedReportVerify:   {"责任单位审核数据", "verified figures as their owner"},
	goal.DeedReportConfirm:  {"核定数据", "confirmed figures"},
	goal.DeedReportReturn:   {"退回数据", "returned figures"},
	goal.DeedExceptionGrant: {"准许逾期填报", "let a unit report late"},
	goal.DeedExceptionEnd:   {"收回逾期填报许可", "ended a unit's leave to report late"},
	goal.DeedPeriodClose:    {"提前截止填报", "closed a period early"},

	goal.DeedBulletinCompile: {"编制通报", "compiled a bulletin"},
	goal.DeedBulletinSection: {"修改通报文字", "edited a bulletin"},
	goal.DeedBulletinIssue:   {"印发通报", "issued a bulletin"},

	goal.DeedReviewOpen:        {"启动年终总评", "opened the review"},
	goal.DeedReviewComponents:  {"录入测评分", "entered ballots' and leaders' scores"},
	goal.DeedReviewFinalise:    {"审定年终结果", "made the year's results final"},
	goal.DeedAdjustmentPropose: {"提出加减分", "proposed a bonus or deduction"},
	goal.DeedAdjustmentDecide:  {"审定加减分", "decided on a bonus or deduction"},
	goal.DeedVetoReport:        {"提出一票否决", "reported a veto case"},
	goal.DeedVetoDecide:        {"审定一票否决", "decided on a veto case"},
	goal.DeedRunCreate:         {"核算得分", "computed scores"},
	goal.DeedSheetRequest:      {"导出得分表", "exported a score sheet"},
	goal.DeedAuditExport:       {"导出审计记录", "exported the audit"},

	goal.DeedRegisterLoad:   {"录入机构和人员", "entered units and people"},
	goal.DeedAccountCreate:  {"新增人员", "entered a person"},
	goal.DeedAccountUpdate:  {"修改人员信息", "changed a person's entry"},
	goal.DeedAccountDisable: {"停用账号", "disabled an account"},
	goal.DeedAccountEnable:  {"启用账号", "enabled an account"},
	goal.DeedContactReveal:  {"查看手机号码", "read a mobile number"},
	goal.DeedGrantAdd:       {"授予权限", "gave a right"},
	goal.DeedGrantApprove:   {"核准权限", "approved a right"},
	goal.DeedGrantEnd:       {"收回权限", "ended a right"},
	goal.DeedPortfolioSet:   {"调整领导分管单位", "set the units that a leader is in charge of"},

	goal.DeedPasswordChange: {"修改密码", "changed the password"},
	goal.DeedPasswordRefuse: {"修改密码未成功", "a change of password was refused"},
	goal.DeedPasswordReset:  {"重置密码", "reset a password"},
	goal.DeedSessionBegin:   {"登录", "signed in"},
	goal.DeedSessionEnd:     {"退出登录", "signed out"},
	goal.DeedSessionRevoke:  {"强制退出登录", "ended a session"},
	goal.DeedSessionRefuse:  {"登录未成功", "a sign-in was refused"},
	goal.DeedSessionLimit:   {"登录过于频繁，已限制", "sign-in was limited for too many tries"},
	goal.DeedTokenIssue:     {"签发访问令牌", "issued an access token"},
	goal.DeedTokenRevoke:    {"吊销访问令牌", "revoked an access token"},
	goal.DeedAuditRotate:    {"更换审计密钥", "changed the audit's key"},
}
