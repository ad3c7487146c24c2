// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_status_schedule(BackupStatusHandle status, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_last_proven(BackupStatusHandle status, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_signer(BackupStatusHandle status, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_next(BackupStatusHandle status, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_due(BackupStatusHandle status, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_running(BackupStatusHandle status, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_failures(BackupStatusHandle status, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_failed_at(BackupStatusHandle status, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_status_why(BackupStatusHandle status, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_status_free(IntPtr backup_status);

    /// <summary>Owns a cw_backup_status.</summary>
    internal sealed class BackupStatusHandle : Handle
    {
        public BackupStatusHandle()
        {
        }

        internal BackupStatusHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_status_free>.Call(pointer);
    }
}
