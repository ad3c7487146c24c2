// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_unit_files_count(UnitFilesHandle unit_files, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_unit_files_at(UnitFilesHandle unit_files, UIntPtr index, out CwStr out_name, out CwStr out_text, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_unit_files_free(IntPtr unit_files);

    /// <summary>Owns a cw_unit_files.</summary>
    internal sealed class UnitFilesHandle : Handle
    {
        public UnitFilesHandle()
        {
        }

        internal UnitFilesHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_unit_files_free>.Call(pointer);
    }
}
