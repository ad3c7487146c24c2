// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_settings_new(out BackupSettingsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_location(BackupSettingsHandle settings, byte* location, UIntPtr location_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_set_kind(BackupSettingsHandle settings, uint kind, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_set_files(BackupSettingsHandle settings, uint files, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_password_source(BackupSettingsHandle settings, byte* source, UIntPtr source_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_recipients(BackupSettingsHandle settings, CwStr* recipients, UIntPtr recipients_count, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_reader(BackupSettingsHandle settings, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_schedule(BackupSettingsHandle settings, byte* schedule, UIntPtr schedule_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_settings_set_retention(BackupSettingsHandle settings, byte* retention, UIntPtr retention_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_location(BackupSettingsHandle settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_kind(BackupSettingsHandle settings, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_files(BackupSettingsHandle settings, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_password_source(BackupSettingsHandle settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_recipient_count(BackupSettingsHandle settings, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_recipient_at(BackupSettingsHandle settings, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_reader(BackupSettingsHandle settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_schedule(BackupSettingsHandle settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_settings_retention(BackupSettingsHandle settings, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_settings_free(IntPtr backup_settings);

    /// <summary>Owns a cw_backup_settings.</summary>
    internal sealed class BackupSettingsHandle : Handle
    {
        public BackupSettingsHandle()
        {
        }

        internal BackupSettingsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_settings_free>.Call(pointer);
    }
}
