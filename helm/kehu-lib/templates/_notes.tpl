{{/* What Helm says after an installation: which Secrets the pods wait for, and how to see that they run. */}}
{{- define "kehu-lib.notes" -}}
{{ .Chart.Name }} {{ .Chart.AppVersion }} in namespace {{ .Release.Namespace }}.
{{- with include "kehu-lib.secretNames" . | fromYamlArray }}

Its pods start when these Secrets exist (helm/README.md has the commands):
{{- range . }}
  {{ . }}
{{- end }}
{{- end }}

See it come up, then ask it through its Service:
  kubectl --namespace {{ .Release.Namespace }} rollout status deployment/{{ include "kehu-lib.name" . }}
  helm --namespace {{ .Release.Namespace }} test {{ .Release.Name }}
{{- end }}

{{/* Names of the Secrets the chart mounts, as YAML. */}}
{{- define "kehu-lib.secretNames" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml -}}
{{- $sources := include "kehu-lib.secretFiles" . | fromYamlArray -}}
{{- $names := list -}}
{{- if has "database" $facts.uses -}}
{{- $names = append $names (include "kehu-lib.secretName" (list . .Values.protection.existingSecret "keys")) -}}
{{- if .Values.migration.enabled }}{{ $sources = concat $sources (include "kehu-lib.migrationSecretFiles" . | fromYamlArray) }}{{ end -}}
{{- end -}}
{{- range $sources }}{{ $names = append $names .secret.name }}{{ end -}}
{{- $names | uniq | sortAlpha | toYaml -}}
{{- end }}
