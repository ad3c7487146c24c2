// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_provide_options_new(out ProvideOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_provide_options_subject(ProvideOptionsHandle options, byte* subject, UIntPtr subject_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_provide_options_host(ProvideOptionsHandle options, HostHandle host, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_provide_options_free(IntPtr provide_options);

    /// <summary>Owns a cw_provide_options.</summary>
    internal sealed class ProvideOptionsHandle : Handle
    {
        public ProvideOptionsHandle()
        {
        }

        internal ProvideOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_provide_options_free>.Call(pointer);
    }
}
