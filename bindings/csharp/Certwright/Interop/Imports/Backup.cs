// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_id(BackupHandle backup, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_at(BackupHandle backup, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_kind(BackupHandle backup, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_location(BackupHandle backup, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_file_count(BackupHandle backup, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_file_at(BackupHandle backup, UIntPtr index, out CwStr out_name, out ulong out_size, out CwStr out_sha256, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_scope(BackupHandle backup, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_keys(BackupHandle backup, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_certificates(BackupHandle backup, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_restored(BackupHandle backup, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_lacking_count(BackupHandle backup, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_lacking_at(BackupHandle backup, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proven(BackupHandle backup, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_contents_proven(BackupHandle backup, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_shown(BackupHandle backup, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_free(IntPtr backup);

    /// <summary>Owns a cw_backup.</summary>
    internal sealed class BackupHandle : Handle
    {
        public BackupHandle()
        {
        }

        internal BackupHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_free>.Call(pointer);
    }
}
