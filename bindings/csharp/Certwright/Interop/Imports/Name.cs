// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_name_parse(byte* text, UIntPtr text_len, out NameHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_name_from_der(byte* der, UIntPtr der_len, out NameHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_text(NameHandle name, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_der(NameHandle name, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_common_name(NameHandle name, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_attribute_count(NameHandle name, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_attribute_at(NameHandle name, UIntPtr index, out UIntPtr out_component, out CwStr out_oid, out CwStr out_short_name, out CwStr out_value, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_name_clone(NameHandle name, out NameHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_name_free(IntPtr name);

    /// <summary>Owns a cw_name.</summary>
    internal sealed class NameHandle : Handle
    {
        public NameHandle()
        {
        }

        internal NameHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_name_free>.Call(pointer);
    }
}
