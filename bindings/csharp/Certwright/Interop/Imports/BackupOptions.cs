// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_options_new(out BackupOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_options_location(BackupOptionsHandle options, byte* location, UIntPtr location_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_options_kind(BackupOptionsHandle options, uint kind, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_options_files(BackupOptionsHandle options, uint files, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_options_scope(BackupOptionsHandle options, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_options_password(BackupOptionsHandle options, byte* password, UIntPtr password_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_options_recipient(BackupOptionsHandle options, byte* recipient, UIntPtr recipient_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_backup_options_reader(BackupOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_options_iterations(BackupOptionsHandle options, uint count, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_options_free(IntPtr backup_options);

    /// <summary>Owns a cw_backup_options.</summary>
    internal sealed class BackupOptionsHandle : Handle
    {
        public BackupOptionsHandle()
        {
        }

        internal BackupOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_options_free>.Call(pointer);
    }
}
