{{/*
Default deny both ways, and one rule per edge of the service map. Within the suite the other end is named exactly; for servers the values
say where they are. Probes come from the node, which no policy stops.
*/}}
{{- define "kehu-lib.networkPolicy" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml -}}
{{- $policy := .Values.networkPolicy -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
spec:
  egress:
    {{- include "kehu-lib.egressTo" (list $policy.dns "dns") | nindent 4 }}
    {{- range $facts.uses }}
    {{- include "kehu-lib.egressTo" (list (index $policy .) .) | nindent 4 }}
    {{- end }}
    {{- range $facts.calls }}
    - ports:
        - port: 8080
          protocol: TCP
      to:
        {{- include "kehu-lib.peerPods" (list . "service") | nindent 8 }}
    {{- end }}
    {{- if include "kehu-lib.option" (list . "tracing" "endpoint") }}
    {{- include "kehu-lib.egressTo" (list $policy.tracing "tracing") | nindent 4 }}
    {{- end }}
  ingress:
    {{- range $facts.callers }}
    - from:
        {{- include "kehu-lib.peerPods" (list . "service") | nindent 8 }}
      ports:
        - port: 8080
          protocol: TCP
    {{- end }}
    {{- with $policy.clients }}
    - from:
        {{- toYaml .from | nindent 8 }}
      ports:
        - port: 8080
          protocol: TCP
    {{- end }}
    - from:
        {{- include "kehu-lib.peerPods" (list .Chart.Name "test") | nindent 8 }}
        {{- if .Values.serviceMonitor.enabled }}
        {{- toYaml $policy.monitoring.from | nindent 8 }}
        {{- end }}
      ports:
        - port: 9090
          protocol: TCP
  podSelector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "service") | nindent 6 }}
  policyTypes:
    - Egress
    - Ingress
{{- end }}

{{/* The migration reaches the database and nothing else; nobody reaches it. */}}
{{- define "kehu-lib.migrationNetworkPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "kehu-lib.name" . }}-migration
  namespace: {{ .Release.Namespace }}
  {{- with include "kehu-lib.hook" (list . "-20" "before-hook-creation,hook-succeeded") }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
  labels:
    {{- include "kehu-lib.labels" (list . "migration") | nindent 4 }}
spec:
  egress:
    {{- include "kehu-lib.egressTo" (list .Values.networkPolicy.dns "dns") | nindent 4 }}
    {{- include "kehu-lib.egressTo" (list .Values.networkPolicy.database "database") | nindent 4 }}
  podSelector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "migration") | nindent 6 }}
  policyTypes:
    - Egress
    - Ingress
{{- end }}

{{/* A rule towards a server the values locate. Arguments: {ports, to}, name. */}}
{{- define "kehu-lib.egressTo" -}}
{{- $target := index . 0 -}}
{{- $name := index . 1 -}}
- ports:
    {{- range $target.ports }}
    - port: {{ . }}
      protocol: TCP
    {{- if eq $name "dns" }}
    - port: {{ . }}
      protocol: UDP
    {{- end }}
    {{- end }}
  to:
    {{- toYaml $target.to | nindent 4 }}
{{- end }}

{{/* Pods of a service of the suite, whatever release they are of. Arguments: service, component. */}}
{{- define "kehu-lib.peerPods" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/component: {{ index . 1 }}
      app.kubernetes.io/name: {{ index . 0 }}
      app.kubernetes.io/part-of: kehu
{{- end }}
