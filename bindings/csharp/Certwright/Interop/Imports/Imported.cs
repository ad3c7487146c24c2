// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_imported_report(ImportedHandle imported, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_changed(ImportedHandle imported, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_entry_count(ImportedHandle imported, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_entry_at(ImportedHandle imported, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_bag_count(ImportedHandle imported, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_bag_taken(ImportedHandle imported, UIntPtr index, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_bag_changed(ImportedHandle imported, UIntPtr index, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_bag_note(ImportedHandle imported, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_imported_bag_entry(ImportedHandle imported, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_imported_free(IntPtr imported);

    /// <summary>Owns a cw_imported.</summary>
    internal sealed class ImportedHandle : Handle
    {
        public ImportedHandle()
        {
        }

        internal ImportedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_imported_free>.Call(pointer);
    }
}
