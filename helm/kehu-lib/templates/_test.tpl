{{/* What `helm test` runs: one pod that asks the service for its readiness through the Service and the NetworkPolicies. */}}
{{- define "kehu-lib.test" -}}
{{- if .Values.networkPolicy.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "kehu-lib.name" . }}-test
  namespace: {{ .Release.Namespace }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    helm.sh/hook-weight: "-10"
  labels:
    {{- include "kehu-lib.labels" (list . "test") | nindent 4 }}
spec:
  egress:
    {{- include "kehu-lib.egressTo" (list .Values.networkPolicy.dns "dns") | nindent 4 }}
    - ports:
        - port: 9090
          protocol: TCP
      to:
        {{- include "kehu-lib.peerPods" (list .Chart.Name "service") | nindent 8 }}
  podSelector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "test") | nindent 6 }}
  policyTypes:
    - Egress
    - Ingress
---
{{- end }}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "kehu-lib.name" . }}-test
  namespace: {{ .Release.Namespace }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
  labels:
    {{- include "kehu-lib.podLabels" (list . "test") | nindent 4 }}
spec:
  {{- include "kehu-lib.podSecurity" . | nindent 2 }}
  activeDeadlineSeconds: 60
  restartPolicy: Never
  serviceAccountName: {{ include "kehu-lib.name" . }}
  containers:
    - name: readiness
      image: {{ include "kehu-lib.image" (list . .Values.test.image) }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - --fail
        - --max-time
        - "10"
        - --retry
        - "3"
        - --silent
        - --show-error
        - {{ printf "http://%s:9090/actuator/health/readiness" (include "kehu-lib.name" .) | quote }}
      command:
        - curl
      resources:
        {{- include "kehu-lib.resources" (dict "cpu" "10m" "ephemeralStorage" "16Mi" "memory" "32Mi") | nindent 8 }}
      securityContext:
        {{- include "kehu-lib.containerSecurity" . | nindent 8 }}
{{- end }}
