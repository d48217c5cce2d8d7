{{/* Every object of a service's chart. */}}
{{- define "kehu-lib.objects" -}}
{{- include "kehu-lib.check" . }}
{{- $facts := include "kehu-lib.facts" . | fromYaml }}
{{ include "kehu-lib.serviceAccount" (list . "service" (include "kehu-lib.name" .) "") }}
---
{{ include "kehu-lib.service" . }}
---
{{ include "kehu-lib.deployment" . }}
{{- if .Values.config }}
---
{{ include "kehu-lib.configMap" . }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
---
{{ include "kehu-lib.autoscaler" . }}
{{- end }}
{{- if .Values.podDisruptionBudget.enabled }}
---
{{ include "kehu-lib.disruptionBudget" . }}
{{- end }}
{{- if .Values.networkPolicy.enabled }}
---
{{ include "kehu-lib.networkPolicy" . }}
{{- end }}
{{- if and (has "database" $facts.uses) .Values.migration.enabled }}
---
{{ include "kehu-lib.migration" . }}
{{- end }}
{{- if .Values.serviceMonitor.enabled }}
---
{{ include "kehu-lib.serviceMonitor" . }}
{{- end }}
{{- if .Values.prometheusRule.enabled }}
---
{{ include "kehu-lib.prometheusRule" . }}
{{- end }}
{{- end }}

{{/* An identity without any right in the cluster. Arguments: root, component, name, annotations. */}}
{{- define "kehu-lib.serviceAccount" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ index . 2 }}
  namespace: {{ $root.Release.Namespace }}
  {{- with index . 3 }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
  labels:
    {{- include "kehu-lib.labels" (list $root (index . 1)) | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{- define "kehu-lib.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
spec:
  ports:
    - name: http
      port: 80
      protocol: TCP
      targetPort: http
    - name: management
      port: 9090
      protocol: TCP
      targetPort: management
  selector:
    {{- include "kehu-lib.selectorLabels" (list . "service") | nindent 4 }}
  type: ClusterIP
{{- end }}

{{/* Settings beyond the environment: read by Spring after the service's own application.yaml. */}}
{{- define "kehu-lib.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
data:
  application.yaml: |
    {{- toYaml .Values.config | nindent 4 }}
{{- end }}

{{- define "kehu-lib.autoscaler" -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
spec:
  behavior:
    scaleDown:
      policies:
        - periodSeconds: 60
          type: Pods
          value: 1
      stabilizationWindowSeconds: 300
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    - resource:
        name: cpu
        target:
          averageUtilization: {{ .Values.autoscaling.cpuPercent }}
          type: Utilization
      type: Resource
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "kehu-lib.name" . }}
{{- end }}

{{/* One pod at a time may be taken away, and a pod that is broken anyway never stands in the way of a node's drain. */}}
{{- define "kehu-lib.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "service") | nindent 6 }}
  unhealthyPodEvictionPolicy: AlwaysAllow
{{- end }}
