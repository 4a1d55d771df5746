package cycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// Request is what a mutation was asked for under an idempotency key.
type Request struct {
	Key      string
	Mutation string
	Hash     string // SHA-256 of the mutation's name and arguments
}

var idempotencyKey = regexp.MustCompile(`^[\x21-\x7e]{8,128}$`)

// CheckKey refuses what is no idempotency key: 8 to 128 printable ASCII characters
// without spaces.
func CheckKey(key string) error {
	if !idempotencyKey.MatchString(key) {
		return goal.Invalid(goal.Path("Idempotency-Key"), goal.BadFormat, "want", "8-128")
	}
	return nil
}

type (
	keyKey       struct{}
	keyedRequest struct{}
)

// WithKey puts the idempotency key that a request carries into its context.
func WithKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyKey{}, key)
}

// Key is the idempotency key that a request carries; "" for none.
func Key(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}

// WithRequest says that what is done under the context answers one keyed request.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, keyedRequest{}, r)
}

func operationOf(ctx context.Context, who goal.Actor, plan int64) (postgres.Operation, bool) {
	r, ok := ctx.Value(keyedRequest{}).(Request)
	return postgres.Operation{PlanID: plan, Key: r.Key, Mutation: r.Mutation, RequestHash: r.Hash, ReceivedAt: who.At}, ok && who.Account != nil
}

// told is write for what is said once: a secret is kept nowhere, so that a repeated
// request could not be answered. A key that came with it is refused.
func (s *Service) told(ctx context.Context, who goal.Actor, fn func(q postgres.Queries) (*deed, error)) error {
	if Key(ctx) != "" {
		return goal.Invalid(goal.Path("Idempotency-Key"), goal.NotAllowed)
	}
	_, err := s.write(ctx, who, 0, nil, fn)
	return err
}

// kept is what an operation answers from: what the use case filled in for its
// caller, or why it was refused.
type kept struct {
	Answer   json.RawMessage `json:"answer,omitempty"`
	Problems []goal.Problem  `json:"problems,omitempty"`
}

// once runs a keyed mutation's work if it has not been done before, and answers
// from what was kept otherwise. What a person has to mend is kept like a success;
// any other failure leaves the key free, since nothing was done under it. refused
// is the answer of a transaction that commits all the same.
func (s *Service) once(ctx context.Context, q postgres.Queries, who goal.Actor, op postgres.Operation, answer any, work func() error) (again bool, refused *goal.InvalidError, err error) {
	account := who.AccountID()
	free, used, err := q.ClaimOperation(ctx, account, op)
	if err != nil {
		return false, nil, err
	}
	if !free {
		if used.PlanID != op.PlanID || used.Mutation != op.Mutation || used.RequestHash != op.RequestHash {
			return false, nil, fmt.Errorf("key %s: %w", op.Key, goal.ErrIdempotencyMismatch)
		}
		return true, nil, recall(used, answer)
	}
	var keep kept
	switch err := q.Attempt(ctx, work); {
	case errors.As(err, &refused):
		keep.Problems = refused.Problems
	case err != nil:
		return false, nil, err
	case answer != nil:
		if keep.Answer, err = json.Marshal(answer); err != nil {
			return false, nil, fmt.Errorf("answer of %s: %w", op.Mutation, err)
		}
	}
	return false, refused, q.KeepAnswer(ctx, account, op, text(keep))
}

// recall fills in the answer that was kept.
func recall(op *postgres.Operation, answer any) error {
	var keep kept
	if op.Answer == nil {
		return fmt.Errorf("operation %s has no answer", op.Key)
	}
	if err := json.Unmarshal([]byte(*op.Answer), &keep); err != nil {
		return fmt.Errorf("answer of operation %s: %w", op.Key, err)
	}
	if len(keep.Problems) > 0 {
		return &goal.InvalidError{Problems: keep.Problems}
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(keep.Answer, answer)
}

// answered is what a use case answers with: what it has just written, or, for a
// repeated request, the same things read again as they are now.
func answered[T any](now T, again bool, err error, read func() (T, error)) (T, error) {
	if again && err == nil {
		return read()
	}
	return now, err
}

// Operation is what became of a keyed request.
type Operation struct {
	Key        string
	Mutation   string
	Plan       *goal.ID
	ReceivedAt time.Time
	Problems   []goal.Problem // why it was refused; none: it took effect
}

// Operation tells what became of a request that the actor sent under a key, or
// nil where it had no effect up to now. A request that is still under way has
// none yet: sending it again under the same key is safe and waits for it.
func (s *Service) Operation(ctx context.Context, who goal.Actor, key string) (*Operation, error) {
	if who.Console || !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	list, err := s.db.Read().Operations(ctx, who.AccountID(), key)
	list = slices.DeleteFunc(list, func(o postgres.Operation) bool { return who.Scope.PlanID != 0 && who.Scope.PlanID != o.PlanID })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	o := &Operation{Key: key, Mutation: list[0].Mutation, ReceivedAt: list[0].ReceivedAt}
	if list[0].PlanID != 0 {
		o.Plan = &goal.ID{Kind: goal.KindPlan, Plan: list[0].PlanID, Num: list[0].PlanID}
	}
	var refused *goal.InvalidError
	if err := recall(&list[0], nil); errors.As(err, &refused) {
		o.Problems = refused.Problems
	} else if err != nil {
		return nil, err
	}
	return o, nil
}
