{{/* Tells the Prometheus operator to scrape the management port. */}}
{{- define "kehu-lib.serviceMonitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
    {{- with .Values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  endpoints:
    - interval: {{ .Values.serviceMonitor.interval }}
      path: /actuator/prometheus
      port: management
  selector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "service") | nindent 6 }}
{{- end }}

{{/* The alerts below, overlaid with the values'. An alert with `enabled: false` is left out. */}}
{{- define "kehu-lib.prometheusRule" -}}
{{- $alerts := merge (deepCopy .Values.prometheusRule.alerts) (include "kehu-lib.alerts" . | fromYaml) -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
    {{- with .Values.prometheusRule.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  groups:
    - name: {{ include "kehu-lib.name" . }}
      rules:
        {{- range $name, $alert := $alerts }}
        {{- if ne (toString $alert.enabled) "false" }}
        - alert: {{ $name }}
          annotations:
            runbook_url: {{ printf "%s%s" $.Values.prometheusRule.runbookBase $alert.runbook | quote }}
            summary: {{ $alert.summary | quote }}
          expr: {{ tpl $alert.expr $ | quote }}
          for: {{ $alert.for }}
          labels:
            service: {{ $.Chart.Name }}
            severity: {{ $alert.severity }}
        {{- end }}
        {{- end }}
{{- end }}

{{/* Alert to {expr, for, severity, summary, runbook}. Gauges of the outbox and inbox are read from the database by every replica, hence max. */}}
{{- define "kehu-lib.alerts" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml -}}
{{- $of := printf "application=%q" .Chart.Name -}}
{{- if has "broker" $facts.uses }}
KehuDeadLetters:
  # The counter comes into being with the first dead letter, at 1, which is no increase yet.
  expr: >-
    sum(increase(kehu_inbox_buried_total{ {{- $of -}} }[15m])) > 0
    or sum(kehu_inbox_buried_total{ {{- $of -}} } unless kehu_inbox_buried_total{ {{- $of -}} } offset 15m) > 0
  for: 0m
  severity: warning
  summary: An event could not be handled and went to its dead queue.
  runbook: helm/README.md#kehudeadletters
KehuInboxParked:
  expr: max(kehu_inbox_parked{ {{- $of -}} }) > 100
  for: 15m
  severity: warning
  summary: Events wait for another try.
  runbook: helm/README.md#kehuinboxparked
KehuOutboxGrowing:
  expr: max(kehu_outbox_pending{ {{- $of -}} }) > 10000
  for: 10m
  severity: warning
  summary: Events are made faster than they are published.
  runbook: helm/README.md#kehuoutboxgrowing
KehuOutboxOld:
  expr: max(kehu_outbox_oldest_seconds{ {{- $of -}} }) > 60
  for: 5m
  severity: critical
  summary: No event leaves; the rest of the suite stops hearing of changes.
  runbook: helm/README.md#kehuoutboxold
KehuOutboxUnroutable:
  expr: sum(increase(kehu_outbox_unroutable_total{ {{- $of -}} }[15m])) > 0
  for: 0m
  severity: warning
  summary: An event has no queue that takes it; it stays in the outbox.
  runbook: helm/README.md#kehuoutboxunroutable
{{- end }}
{{- if eq .Chart.Name "identity-service" }}
KehuNumbersUnexplained:
  expr: max(identity_numbers_unexplained{ {{- $of -}} }) > 0
  for: 0m
  severity: critical
  summary: Customer numbers were taken from a counter, and nobody knows for what.
  runbook: helm/README.md#kehunumbersunexplained
KehuSchemeLow:
  expr: >-
    min by (scheme, partition) (identity_scheme_free{ {{- $of -}} })
    <= max by (scheme, partition) (identity_scheme_alert_free{ {{- $of -}} })
  for: 10m
  severity: warning
  summary: A counter of a scheme has few customer numbers left; the labels name it.
  runbook: helm/README.md#kehuschemelow
{{- end }}
KehuRestarts:
  expr: sum(changes(process_start_time_seconds{ {{- $of -}} }[30m])) > 2
  for: 0m
  severity: warning
  summary: Pods of the service restart again and again.
  runbook: helm/README.md#kehurestarts
KehuServerErrors:
  expr: >-
    sum(rate(http_server_requests_seconds_count{ {{- $of -}} ,status=~"5.."}[5m]))
    / sum(rate(http_server_requests_seconds_count{ {{- $of -}} }[5m])) > 0.05
  for: 5m
  severity: critical
  summary: More than one request in twenty fails on our side.
  runbook: helm/README.md#kehuservererrors
KehuServiceGone:
  expr: absent(process_start_time_seconds{ {{- $of -}} })
  for: 5m
  severity: critical
  summary: No pod of the service is measured.
  runbook: helm/README.md#kehuservicegone
{{- end }}
