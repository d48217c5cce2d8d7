{{/*
The schema is migrated by a Job of the same image before the new version starts, as the role that owns the schema. Spring ends the program
when its context is refreshed: Flyway has run by then, and nothing has listened, consumed or scheduled. A failed migration fails the
release and leaves the running version alone, which works because every migration keeps the version before it working.
*/}}
{{- define "kehu-lib.migration" -}}
{{- $name := printf "%s-migration" (include "kehu-lib.name" .) -}}
{{- $secrets := include "kehu-lib.migrationSecretFiles" . | trim -}}
{{ include "kehu-lib.serviceAccount" (list . "migration" $name (include "kehu-lib.hook" (list . "-20" "before-hook-creation,hook-succeeded"))) }}
{{- if .Values.networkPolicy.enabled }}
---
{{ include "kehu-lib.migrationNetworkPolicy" . }}
{{- end }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  namespace: {{ .Release.Namespace }}
  {{- with include "kehu-lib.hook" (list . "-10" "before-hook-creation") }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
  labels:
    {{- include "kehu-lib.labels" (list . "migration") | nindent 4 }}
spec:
  activeDeadlineSeconds: {{ .Values.migration.deadlineSeconds }}
  backoffLimit: 0
  template:
    metadata:
      labels:
        {{- include "kehu-lib.podLabels" (list . "migration") | nindent 8 }}
    spec:
      {{- include "kehu-lib.podSecurity" . | nindent 6 }}
      {{- with include "kehu-lib.placement" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      restartPolicy: Never
      serviceAccountName: {{ $name }}
      containers:
        - name: migration
          image: {{ include "kehu-lib.image" (list . .Values.image) }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          env:
            {{- include "kehu-lib.env" (list . (include "kehu-lib.migrationEnvironment" . | fromYaml)) | trim | nindent 12 }}
          resources:
            {{- include "kehu-lib.resources" .Values.resources | nindent 12 }}
          securityContext:
            {{- include "kehu-lib.containerSecurity" . | nindent 12 }}
          volumeMounts:
            {{- include "kehu-lib.volumeMounts" (list . "migration" $secrets) | nindent 12 }}
      volumes:
        {{- include "kehu-lib.volumes" (list . "migration" $secrets) | nindent 8 }}
  ttlSecondsAfterFinished: {{ .Values.migration.ttlSeconds }}
{{- end }}

{{/* How the migration's environment differs from the service's. The exit has to be a system property: Spring asks before it has an environment. */}}
{{- define "kehu-lib.migrationEnvironment" -}}
JAVA_TOOL_OPTIONS: {{ printf "%s -Dspring.context.exit=onRefresh" (include "kehu-lib.javaOptions" .) | quote }}
SPRING_FLYWAY_ENABLED: "true"
{{- end }}

{{/* Annotations of an object that exists before everything else of a release; none where Helm does not run the show. Arguments: root, weight, policy. */}}
{{- define "kehu-lib.hook" -}}
{{- $root := index . 0 -}}
{{- if $root.Values.migration.hook -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-delete-policy: {{ index . 2 }}
helm.sh/hook-weight: {{ index . 1 | quote }}
{{- end }}
{{- end }}
