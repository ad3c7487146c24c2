// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_store_add(StoreHandle store, CertificateHandle certificate, AddOptionsHandle options, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_add_identity(StoreHandle store, IdentityHandle identity, AddOptionsHandle options, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_add_identities(StoreHandle store, IntPtr[] identities, UIntPtr identities_count, AddOptionsHandle options, out UIntPtr out_changed, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_add_certificates(StoreHandle store, IntPtr[] certificates, UIntPtr certificates_count, AddOptionsHandle options, out UIntPtr out_changed, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_create_self_signed(StoreHandle store, SelfSignedHandle wanted, AddOptionsHandle options, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_ensure_self_signed(StoreHandle store, SelfSignedHandle wanted, AddOptionsHandle options, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_discard_altered(StoreHandle store, out TextsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_assign(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, AssignOptionsHandle options, out AssignedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_unassign(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, out AssignedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_release(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, out AssignedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_assignments(StoreHandle store, out AssignmentsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_backups(StoreHandle store, out BackupsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_backup_that_holds(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, out BackupHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_backup_status(StoreHandle store, out BackupStatusHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_backup_if_due_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_backup_if_due(StoreHandle store, byte* password, UIntPtr password_len, cw_store_backup_if_due_progress progress, IntPtr user, out BackupReportHandle out_report, out long out_next, out CwBytes out_elsewhere, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_backup_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal delegate Status cw_store_backup(StoreHandle store, BackupOptionsHandle options, cw_store_backup_progress progress, IntPtr user, out BackupReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_backup_settings(StoreHandle store, out BackupSettingsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_set_backup_settings(StoreHandle store, BackupSettingsHandle settings, byte* password, UIntPtr password_len, [MarshalAs(UnmanagedType.U1)] out bool out_changed, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_name_parse(byte* text, UIntPtr text_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_check_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal delegate Status cw_store_check(StoreHandle store, cw_store_check_progress progress, IntPtr user, out CheckReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_report(StoreHandle store, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_leftovers(StoreHandle store, CleanupOptionsHandle options, out LeftoversHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_delete_all(StoreHandle store, CwStr* thumbprints, UIntPtr thumbprints_count, out DeletionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_crls(StoreHandle store, out CrlsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_remove_crl(StoreHandle store, byte* sha256, UIntPtr sha256_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_trust_decisions(StoreHandle store, out TrustDecisionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_remove_trust_decision(StoreHandle store, ulong id, out TrustDecisionHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_endpoint(StoreHandle store, byte* name, UIntPtr name_len, out EndpointHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_endpoints(StoreHandle store, out EndpointsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_get(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, GetOptionsHandle options, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_expiry_report(StoreHandle store, long seconds, out ExpiryReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_tell_expiries(StoreHandle store, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_export(StoreHandle store, CwStr* thumbprints, UIntPtr thumbprints_count, ExportOptionsHandle options, out CwBytes result, out TextsHandle out_notes, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_find(StoreHandle store, QueryHandle query, out FindHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_select(StoreHandle store, QueryHandle query, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_select_newest_valid(StoreHandle store, QueryHandle query, out SelectionHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_import(StoreHandle store, byte* data, UIntPtr data_len, ReadOptionsHandle read, ImportOptionsHandle options, out ImportedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_import_path(StoreHandle store, byte* path, UIntPtr path_len, ReadOptionsHandle read, ImportOptionsHandle options, out ImportedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_other_installation(StoreHandle store, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_adopt(StoreHandle store, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_events(StoreHandle store, ulong since, UIntPtr limit, out EventsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_last_event(StoreHandle store, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_last_event_before_milliseconds(StoreHandle store, long milliseconds, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_watch(StoreHandle store, ulong since, out WatchHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_overview(StoreHandle store, OverviewOptionsHandle options, out OverviewHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_preflight_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal delegate Status cw_store_preflight(StoreHandle store, PreflightOptionsHandle options, cw_store_preflight_progress progress, IntPtr user, out CheckReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_protectors(StoreHandle store, out ProtectorsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_add_protector(StoreHandle store, NewProtectorHandle new_protector, out ProtectorHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_change_protector(StoreHandle store, byte* id, UIntPtr id_len, NewProtectorHandle new_protector, out ProtectorHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_remove_protector(StoreHandle store, byte* id, UIntPtr id_len, out TextsHandle out_notes, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_rotate_key(StoreHandle store, RotateOptionsHandle options, out UIntPtr out_private_keys, out TextsHandle out_dropped, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_provide(StoreHandle store, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, ProvideOptionsHandle options, out EntryHandle result, [MarshalAs(UnmanagedType.U1)] out bool out_made, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_describe(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, DescriptionHandle description, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_archive(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_unarchive(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, out AddedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_delete(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, [MarshalAs(UnmanagedType.U1)] out bool out_key_deleted, [MarshalAs(UnmanagedType.U1)] out bool out_key_shared, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_renew(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, RenewOptionsHandle options, out RenewedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_renewable_within(StoreHandle store, long seconds, out EntriesHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_restore_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_restore(StoreHandle store, CwStr* files, UIntPtr files_count, RestoreOptionsHandle options, cw_store_restore_progress progress, IntPtr user, out RestoredHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_store_verify_backup_progress(IntPtr user, ulong done, ulong total);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_verify_backup(StoreHandle store, CwStr* files, UIntPtr files_count, RestoreOptionsHandle options, cw_store_verify_backup_progress progress, IntPtr user, out BackupProofHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_roles(StoreHandle store, out RolesHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_role(StoreHandle store, byte* name, UIntPtr name_len, out RoleHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_define_role(StoreHandle store, RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool out_changed, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_remove_role(StoreHandle store, byte* name, UIntPtr name_len, [MarshalAs(UnmanagedType.U1)] out bool out_removed, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_create(byte* path, UIntPtr path_len, OpenOptionsHandle options, out StoreHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_open(byte* path, UIntPtr path_len, OpenOptionsHandle options, out StoreHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_upgrade(byte* path, UIntPtr path_len, OpenOptionsHandle options, out uint out_from, out uint out_to, out CwBytes out_copy, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_path(StoreHandle store, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_is_locked(StoreHandle store, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_clone(StoreHandle store, out StoreHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_store_free(IntPtr store);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_superseded_by(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, out SuccessionHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_trust(StoreHandle store, TrustRequestHandle request, out TrustDecisionHandle result, [MarshalAs(UnmanagedType.U1)] out bool out_changed, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_verify_server(StoreHandle store, IntPtr[] chain, UIntPtr chain_count, byte* host, UIntPtr host_len, uint port, PeerOptionsHandle options, out TrustedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_verify_server_der(StoreHandle store, CwOctets* ders, UIntPtr ders_count, byte* host, UIntPtr host_len, uint port, PeerOptionsHandle options, out TrustedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_verify_client(StoreHandle store, IntPtr[] chain, UIntPtr chain_count, PeerOptionsHandle options, out TrustedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_verify_client_der(StoreHandle store, CwOctets* ders, UIntPtr ders_count, PeerOptionsHandle options, out TrustedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_store_where_used(StoreHandle store, byte* thumbprint, UIntPtr thumbprint_len, out WhereUsedHandle result, out ErrorHandle error);

    /// <summary>Owns a cw_store.</summary>
    internal sealed class StoreHandle : Handle
    {
        public StoreHandle()
        {
        }

        internal StoreHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_store_free>.Call(pointer);
    }
}
