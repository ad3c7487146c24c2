// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_import_options_new(out ImportOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_import_options_store(ImportOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_import_options_create_store(ImportOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_import_options_friendly_name(ImportOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_import_options_tags(ImportOptionsHandle options, CwStr* tags, UIntPtr tags_count, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_import_options_free(IntPtr import_options);

    /// <summary>Owns a cw_import_options.</summary>
    internal sealed class ImportOptionsHandle : Handle
    {
        public ImportOptionsHandle()
        {
        }

        internal ImportOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_import_options_free>.Call(pointer);
    }
}
