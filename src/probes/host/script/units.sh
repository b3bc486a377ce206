# ---- systemd ----
unit_files() { [ -d /run/systemd/system ] || return 127; limited 10 systemctl list-unit-files --type=service,socket,timer --no-legend --no-pager --full; }
unit_states() { [ -d /run/systemd/system ] || return 127; limited 10 systemctl list-units --all --plain --type=service,socket,timer --no-legend --no-pager --full; }
unit_sandbox() {
  [ -d /run/systemd/system ] || return 127
  limited 20 systemctl show '*.service' --no-pager -p Id,User,DynamicUser,SupplementaryGroups,NoNewPrivileges,ProtectSystem,ProtectHome,PrivateTmp,PrivateDevices,PrivateMounts,PrivateNetwork,PrivateUsers,ProtectKernelTunables,ProtectKernelModules,ProtectKernelLogs,ProtectControlGroups,ProtectClock,ProtectHostname,ProtectProc,ProcSubset,RootDirectory,RootImage,CapabilityBoundingSet,AmbientCapabilities,SystemCallFilter,SystemCallArchitectures,RestrictAddressFamilies,RestrictNamespaces,RestrictRealtime,RestrictSUIDSGID,LockPersonality,MemoryDenyWriteExecute,RemoveIPC,KeyringMode,NotifyAccess,Delegate,DevicePolicy,DeviceAllow,IPAddressAllow,IPAddressDeny,IPIngressFilterPath,IPEgressFilterPath,UMask,DefaultDependencies,NeedDaemonReload
}

units_sections() {
  section unit-files 524288 unit_files
  section unit-states 524288 unit_states
  section unit-sandbox 2097152 unit_sandbox
}
