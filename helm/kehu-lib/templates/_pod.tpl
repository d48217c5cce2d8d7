{{/* Pod-wide half of Pod Security "restricted", and nothing of the host. */}}
{{- define "kehu-lib.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
hostIPC: false
hostNetwork: false
hostPID: false
{{- with coalesce .Values.image.pullSecrets .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  fsGroup: {{ .Values.user }}
  runAsGroup: {{ .Values.user }}
  runAsNonRoot: true
  runAsUser: {{ .Values.user }}
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{/* The container's half. */}}
{{- define "kehu-lib.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities:
  drop:
    - ALL
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
{{- end }}

{{/* Memory: what is asked for is what is allowed, so a node never takes it back. CPU: asked for, never throttled. */}}
{{- define "kehu-lib.resources" -}}
limits:
  ephemeral-storage: {{ .ephemeralStorage }}
  memory: {{ .memory }}
requests:
  cpu: {{ .cpu }}
  ephemeral-storage: {{ .ephemeralStorage }}
  memory: {{ .memory }}
{{- end }}

{{/* Where a pod may run. */}}
{{- define "kehu-lib.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* A probe of the management port: the kubelet asks the pod itself, whatever state broker and single sign-on are in. */}}
{{- define "kehu-lib.probe" -}}
httpGet:
  path: /actuator/health/{{ . }}
  port: management
{{- end }}

{{- define "kehu-lib.volumeMounts" -}}
{{- $root := index . 0 -}}
- name: tmp
  mountPath: /tmp
{{- if and $root.Values.config (eq (index . 1) "service") }}
- name: config
  mountPath: /config
  readOnly: true
{{- end }}
{{- if index . 2 }}
- name: secrets
  mountPath: /run/secrets/kehu
  readOnly: true
{{- end }}
{{- if has "database" (include "kehu-lib.facts" $root | fromYaml).uses }}
- name: keys
  mountPath: /run/secrets/kehu-keys
  readOnly: true
{{- end }}
{{- end }}

{{/* Volumes of a pod. 288 is mode 0440. Arguments: root, component, secret files. */}}
{{- define "kehu-lib.volumes" -}}
{{- $root := index . 0 -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ $root.Values.resources.tmp }}
{{- if and $root.Values.config (eq (index . 1) "service") }}
- name: config
  configMap:
    name: {{ include "kehu-lib.name" $root }}
{{- end }}
{{- with index . 2 }}
- name: secrets
  projected:
    defaultMode: 288
    sources:
      {{- . | nindent 6 }}
{{- end }}
{{- if has "database" (include "kehu-lib.facts" $root | fromYaml).uses }}
- name: keys
  secret:
    defaultMode: 288
    items:
      - key: keys.json
        path: keys.json
    secretName: {{ include "kehu-lib.secretName" (list $root $root.Values.protection.existingSecret "keys") }}
{{- end }}
{{- end }}
