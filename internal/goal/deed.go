package goal

// Deed says what was done, as the audit names it. Codes are never reused for
// something else: entries are kept for ever.
type Deed string

const (
	DeedPlanLoad           Deed = "plan.load"
	DeedPlanSubmit         Deed = "plan.submit"
	DeedPlanReturn         Deed = "plan.return"
	DeedPlanApprove        Deed = "plan.approve"
	DeedPlanIssue          Deed = "plan.issue"
	DeedArrangementSave    Deed = "arrangement.save"
	DeedArrangementSubmit  Deed = "arrangement.submit"
	DeedArrangementApprove Deed = "arrangement.approve"
	DeedArrangementReturn  Deed = "arrangement.return"
	DeedArrangementOutcome Deed = "arrangement.outcome"
	DeedReportSave         Deed = "report.save"
	DeedReportSubmit       Deed = "report.submit"
	DeedReportApprove      Deed = "report.approve"
	DeedReportVerify       Deed = "report.verify"
	DeedReportConfirm      Deed = "report.confirm"
	DeedReportReturn       Deed = "report.return"
	DeedExceptionGrant     Deed = "exception.grant"
	DeedExceptionEnd       Deed = "exception.end"
	DeedPeriodClose        Deed = "period.close"
	DeedBulletinCompile    Deed = "bulletin.compile"
	DeedBulletinSection    Deed = "bulletin.section"
	DeedBulletinIssue      Deed = "bulletin.issue"
	DeedReviewOpen         Deed = "review.open"
	DeedReviewComponents   Deed = "review.components"
	DeedReviewFinalise     Deed = "review.finalise"
	DeedAdjustmentPropose  Deed = "adjustment.propose"
	DeedAdjustmentDecide   Deed = "adjustment.decide"
	DeedVetoReport         Deed = "veto.report"
	DeedVetoDecide         Deed = "veto.decide"
	DeedRunCreate          Deed = "run.create"
	DeedSheetRequest       Deed = "sheet.request"
	DeedAuditExport        Deed = "audit.export"
	DeedRegisterLoad       Deed = "register.load"
	DeedAccountCreate      Deed = "account.create"
	DeedAccountUpdate      Deed = "account.update"
	DeedAccountDisable     Deed = "account.disable"
	DeedAccountEnable      Deed = "account.enable"
	DeedContactReveal      Deed = "contact.reveal"
	DeedGrantAdd           Deed = "grant.add"
	DeedGrantApprove       Deed = "grant.approve"
	DeedGrantEnd           Deed = "grant.end"
	DeedPortfolioSet       Deed = "portfolio.set"
	DeedPasswordChange     Deed = "password.change"
	DeedPasswordRefuse     Deed = "password.refuse"
	DeedPasswordReset      Deed = "password.reset"
	DeedSessionBegin       Deed = "session.begin"
	DeedSessionEnd         Deed = "session.end"
	DeedSessionRevoke      Deed = "session.revoke"
	DeedSessionRefuse      Deed = "session.refuse"
	DeedSessionLimit       Deed = "session.limit"
	DeedTokenIssue         Deed = "token.issue"
	DeedTokenRevoke        Deed = "token.revoke"
	DeedAuditRotate        Deed = "audit.rotate"
)

// Deeds lists all of them, those of a plan first.
var Deeds = []Deed{
	DeedPlanLoad, DeedPlanSubmit, DeedPlanReturn, DeedPlanApprove, DeedPlanIssue, DeedArrangementSave, DeedArrangementSubmit, DeedArrangementApprove,
	DeedArrangementReturn, DeedArrangementOutcome, DeedReportSave, DeedReportSubmit, DeedReportApprove, DeedReportVerify, DeedReportConfirm, DeedReportReturn,
	DeedExceptionGrant, DeedExceptionEnd, DeedPeriodClose, DeedBulletinCompile, DeedBulletinSection, DeedBulletinIssue, DeedReviewOpen, DeedReviewComponents, DeedReviewFinalise, DeedAdjustmentPropose,
	DeedAdjustmentDecide, DeedVetoReport, DeedVetoDecide, DeedRunCreate, DeedSheetRequest, DeedAuditExport, DeedRegisterLoad, DeedAccountCreate, DeedAccountUpdate,
	DeedAccountDisable, DeedAccountEnable, DeedContactReveal, DeedGrantAdd, DeedGrantApprove, DeedGrantEnd, DeedPortfolioSet, DeedPasswordChange, DeedPasswordRefuse, DeedPasswordReset,
	DeedSessionBegin, DeedSessionEnd, DeedSessionRevoke, DeedSessionRefuse, DeedSessionLimit, DeedTokenIssue, DeedTokenRevoke, DeedAuditRotate,
}
