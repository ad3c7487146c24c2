// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backups_count(BackupsHandle backups, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backups_at(BackupsHandle backups, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backups_free(IntPtr backups);

    /// <summary>Owns a cw_backups.</summary>
    internal sealed class BackupsHandle : Handle
    {
        public BackupsHandle()
        {
        }

        internal BackupsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backups_free>.Call(pointer);
    }
}
