package httpd

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the server does, in the form that Prometheus reads. Its
// labels come from closed lists, so that no client can make their number grow.
// A nil Metrics counts nothing.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	codes    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	refused  prometheus.Counter
}

// NewMetrics returns metrics that also tell how the connections to the service's
// database fare.
func NewMetrics(s *cycle.Service) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "kaoping_requests_total",
			Help: "Answered requests, by route, registered operation and class of status."}, []string{"route", "operation", "status"}),
		codes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "kaoping_errors_total",
			Help: "Answers of GraphQL with an error, by its code."}, []string{"code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "kaoping_request_seconds",
			Help: "Time from a request's first byte to its answer.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}}, []string{"route", "operation"}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{Name: "kaoping_admission_refused_total",
			Help: "Requests that found no room."}),
	}
	m.registry.MustRegister(m.requests, m.codes, m.seconds, m.refused, poolCollector{s},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler shows the metrics. It belongs on an address that only the monitoring
// reaches.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func (m *Metrics) answered(route, operation string, status int, codes []string, took time.Duration) {
	if m == nil {
		return
	}
	m.requests.WithLabelValues(route, operation, strconv.Itoa(status/100)+"xx").Inc()
	m.seconds.WithLabelValues(route, operation).Observe(took.Seconds())
	for _, code := range codes {
		m.codes.WithLabelValues(code).Inc()
	}
}

func (m *Metrics) turnedAway() {
	if m != nil {
		m.refused.Inc()
	}
}

// watch shows how full the gate is.
func (m *Metrics) watch(g *gate) {
	if m == nil {
		return
	}
	for state, places := range map[string]chan struct{}{"working": g.work, "waiting": g.queue} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "kaoping_admission_requests",
			Help: "Requests in work, and waiting for that.", ConstLabels: prometheus.Labels{"state": state}},
			func() float64 { return float64(len(places)) }))
	}
}

// poolCollector asks the database's pool at each look.
type poolCollector struct{ service *cycle.Service }

var (
	poolConnections = prometheus.NewDesc("kaoping_database_connections", "Connections to the database, by what they do.", []string{"state"}, nil)
	poolMost        = prometheus.NewDesc("kaoping_database_connections_max", "The most connections that may be open.", nil, nil)
	poolWaits       = prometheus.NewDesc("kaoping_database_connection_waits_total", "Times that somebody had to wait for a connection.", nil, nil)
	poolWaited      = prometheus.NewDesc("kaoping_database_connection_wait_seconds_total", "Time spent waiting for a connection.", nil, nil)
	lockWaits       = prometheus.NewDesc("kaoping_database_lock_waits", "Locks that somebody waits for at this moment.", nil, nil)
)

func (poolCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{poolConnections, poolMost, poolWaits, poolWaited, lockWaits} {
		ch <- d
	}
}

func (p poolCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), clockTime)
	defer cancel()
	state, err := p.service.Pool(ctx)
	if err != nil {
		slog.Warn("lock waits cannot be counted", "err", err)
	}
	ch <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(state.InUse), "in use")
	ch <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(state.Idle), "idle")
	ch <- prometheus.MustNewConstMetric(poolMost, prometheus.GaugeValue, float64(state.Most))
	ch <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(state.Waits))
	ch <- prometheus.MustNewConstMetric(poolWaited, prometheus.CounterValue, state.Waited.Seconds())
	if err == nil {
		ch <- prometheus.MustNewConstMetric(lockWaits, prometheus.GaugeValue, float64(state.LockWaits))
	}
}
