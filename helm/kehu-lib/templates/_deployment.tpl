{{/* The service. Its number of replicas is the autoscaler's business where there is one. */}}
{{- define "kehu-lib.deployment" -}}
{{- $secrets := include "kehu-lib.secretFiles" . | trim -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "kehu-lib.name" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "kehu-lib.labels" (list . "service") | nindent 4 }}
spec:
  minReadySeconds: 10
  progressDeadlineSeconds: 300
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      {{- include "kehu-lib.selectorLabels" (list . "service") | nindent 6 }}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
    type: RollingUpdate
  template:
    metadata:
      annotations:
        checksum/config: {{ toYaml .Values.config | sha256sum }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      labels:
        {{- include "kehu-lib.podLabels" (list . "service") | nindent 8 }}
    spec:
      {{- include "kehu-lib.podSecurity" . | nindent 6 }}
      {{- with include "kehu-lib.placement" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      serviceAccountName: {{ include "kehu-lib.name" . }}
      terminationGracePeriodSeconds: {{ .Values.shutdown.graceSeconds }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - labelSelector:
            matchLabels:
              {{- include "kehu-lib.selectorLabels" (list $ "service") | nindent 14 }}
          matchLabelKeys:
            - pod-template-hash
          maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
        {{- end }}
      containers:
        {{- include "kehu-lib.container" . | nindent 8 }}
      volumes:
        {{- include "kehu-lib.volumes" (list . "service" $secrets) | nindent 8 }}
{{- end }}

{{/* Its one container has the same name in every chart, so that one patch can reach all of them. */}}
{{- define "kehu-lib.container" -}}
{{- $secrets := include "kehu-lib.secretFiles" . | trim -}}
- name: service
  image: {{ include "kehu-lib.image" (list . .Values.image) }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  env:
    {{- include "kehu-lib.env" (list . (include "kehu-lib.serviceEnvironment" . | fromYaml)) | trim | nindent 4 }}
  lifecycle:
    preStop:
      # Traffic still arrives for a moment after a pod was told to end.
      sleep:
        seconds: {{ .Values.shutdown.drainSeconds }}
  livenessProbe:
    {{- include "kehu-lib.probe" "liveness" | nindent 4 }}
    failureThreshold: 6
    periodSeconds: 10
    timeoutSeconds: 5
  ports:
    - containerPort: 8080
      name: http
      protocol: TCP
    - containerPort: 9090
      name: management
      protocol: TCP
  readinessProbe:
    {{- include "kehu-lib.probe" "readiness" | nindent 4 }}
    failureThreshold: 3
    periodSeconds: 5
    timeoutSeconds: 2
  resources:
    {{- include "kehu-lib.resources" .Values.resources | nindent 4 }}
  securityContext:
    {{- include "kehu-lib.containerSecurity" . | nindent 4 }}
  startupProbe:
    {{- include "kehu-lib.probe" "liveness" | nindent 4 }}
    failureThreshold: 30
    periodSeconds: 2
    timeoutSeconds: 2
  volumeMounts:
    {{- include "kehu-lib.volumeMounts" (list . "service" $secrets) | nindent 4 }}
{{- end }}
