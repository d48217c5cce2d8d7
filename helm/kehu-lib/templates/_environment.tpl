{{/* Options of the Java virtual machine; what is left of the memory limit beside the heap is for classes, code and threads. */}}
{{- define "kehu-lib.javaOptions" -}}
{{- $jvm := .Values.jvm -}}
{{- $options := list
      (printf "-XX:MaxRAMPercentage=%v" $jvm.maxRamPercentage)
      (printf "-XX:+Use%sGC" $jvm.collector)
      (printf "-XX:ActiveProcessorCount=%v" $jvm.processors)
      "-XX:+UseCompactObjectHeaders"
      "-XX:+ExitOnOutOfMemoryError"
      "-XX:MaxDirectMemorySize=64m"
      "-XX:ReservedCodeCacheSize=96m"
      "-Xss512k"
      "-Dfile.encoding=UTF-8" -}}
{{- with $jvm.aotCache }}{{ $options = append $options (printf "-XX:AOTCache=%s" .) }}{{ end -}}
{{- join " " (concat $options $jvm.options) }}
{{- end }}

{{/*
Environment of the service as YAML, name to text or {valueFrom: …}. Secrets are not here: they are files, see kehu-lib.secretFiles.
*/}}
{{- define "kehu-lib.environment" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml -}}
{{- $issuer := include "kehu-lib.setting" (list . "keycloak" "issuer") | trimSuffix "/" -}}
{{- $internal := include "kehu-lib.option" (list . "keycloak" "internalIssuer") | trimSuffix "/" -}}
JAVA_TOOL_OPTIONS: {{ include "kehu-lib.javaOptions" . | quote }}
MANAGEMENT_SERVER_PORT: "9090"
SERVER_PORT: "8080"
{{- if include "kehu-lib.secretFiles" . }}
SPRING_CONFIG_IMPORT: "configtree:/run/secrets/kehu/"
{{- end }}
SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE: {{ printf "%vs" .Values.shutdown.gracefulSeconds | quote }}
SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI: {{ $issuer | quote }}
{{- with $internal }}
SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_JWKSETURI: {{ printf "%s/protocol/openid-connect/certs" . | quote }}
{{- end }}
{{- if has "database" $facts.uses }}
{{ include "kehu-lib.databaseEnvironment" . }}
{{- end }}
{{- if has "broker" $facts.uses }}
SPRING_RABBITMQ_ADDRESSES: {{ include "kehu-lib.setting" (list . "broker" "addresses") | quote }}
SPRING_RABBITMQ_VIRTUALHOST: {{ .Values.broker.virtualHost | quote }}
{{- end }}
{{- if .Values.peers }}
{{ include "kehu-lib.peerEnvironment" . }}
{{- end }}
{{- if has "smtp" $facts.uses }}
{{ include "kehu-lib.mailEnvironment" . }}
{{- end }}
{{- if hasKey .Values "publicUrl" }}
{{- $public := coalesce .Values.publicUrl .Values.global.publicUrl }}
{{- if not $public }}{{ fail "Set publicUrl (or global.publicUrl): links in messages lead there." }}{{ end }}
KEHU_PUBLICURL: {{ trimSuffix "/" (default "" $public) | quote }}
{{- end }}
{{- with include "kehu-lib.option" (list . "tracing" "endpoint") }}
MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT: {{ . | quote }}
MANAGEMENT_TRACING_EXPORT_ENABLED: "true"
{{- end }}
{{- end }}

{{/* What only the service gets: its ConfigMap, which does not exist yet when the migration runs. */}}
{{- define "kehu-lib.serviceEnvironment" -}}
{{- with .Values.config -}}
SPRING_CONFIG_ADDITIONALLOCATION: "file:/config/"
{{- end }}
{{- end }}

{{/* The service itself never migrates and never knows the owner's password. */}}
{{- define "kehu-lib.databaseEnvironment" -}}
{{- $database := .Values.database -}}
{{- $host := include "kehu-lib.setting" (list . "database" "host") -}}
KEHU_PROTECTION_KEYFILE: "/run/secrets/kehu-keys/keys.json"
SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE: {{ $database.poolSize | quote }}
SPRING_DATASOURCE_URL: {{ printf "jdbc:postgresql://%s:%v/%s?sslmode=%s" $host $database.port $database.name $database.sslMode | quote }}
SPRING_FLYWAY_ENABLED: "false"
{{- end }}

{{/* Addresses of the services this one calls. The gateway has a tree of its own for them. */}}
{{- define "kehu-lib.peerEnvironment" -}}
{{- $facts := include "kehu-lib.facts" . | fromYaml -}}
{{- $prefix := ternary "KEHU_GATEWAY_SERVICES" "KEHU_PEERS" (eq .Chart.Name "gateway") -}}
{{- range $facts.calls }}
{{- $domain := trimSuffix "-service" . }}
{{ printf "%s_%s" $prefix (upper $domain) }}: {{ tpl (index $.Values.peers $domain) $ | quote }}
{{- end }}
{{- if ne .Chart.Name "gateway" }}
{{- $issuer := coalesce (include "kehu-lib.option" (list . "keycloak" "internalIssuer")) (include "kehu-lib.setting" (list . "keycloak" "issuer")) }}
SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_KEHU_TOKENURI: {{ printf "%s/protocol/openid-connect/token" (trimSuffix "/" (default "" $issuer)) | quote }}
{{- end }}
{{- end }}

{{/* Mail goes to one relay; it is refused where the relay does not encrypt, unless the values say so. */}}
{{- define "kehu-lib.mailEnvironment" -}}
{{- $mail := .Values.mail -}}
{{- if not $mail.host }}{{ fail "Set mail.host: the SMTP relay." }}{{ end -}}
{{- if not $mail.sender }}{{ fail "Set mail.sender: who mails come from." }}{{ end -}}
KEHU_NOTIFICATION_MAIL_DOMAIN: {{ $mail.domain | default (regexReplaceAll "^.*@|>.*$" $mail.sender "") | quote }}
KEHU_NOTIFICATION_MAIL_FROM: {{ $mail.sender | quote }}
SPRING_MAIL_HOST: {{ $mail.host | quote }}
SPRING_MAIL_PORT: {{ $mail.port | quote }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_AUTH: {{ $mail.authenticate | quote }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE: {{ $mail.startTls | quote }}
SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED: {{ $mail.startTls | quote }}
{{- end }}

{{/*
The env list of a container: the chart's own, overlaid with the values' and with what a caller adds, sorted by name.
Arguments: root, additions.
*/}}
{{- define "kehu-lib.env" -}}
{{- $root := index . 0 -}}
{{- $own := include "kehu-lib.environment" $root | fromYaml -}}
{{- $all := merge (deepCopy (index . 1)) (deepCopy $root.Values.env) $own -}}
{{- range $name, $value := $all }}
- name: {{ $name }}
{{- if kindIs "map" $value }}
  valueFrom:
    {{- toYaml $value.valueFrom | nindent 4 }}
{{- else }}
  value: {{ tpl (toString $value) $root | quote }}
{{- end }}
{{- end }}
{{- end }}
