// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_certificate_from_der(byte* der, UIntPtr der_len, out CertificateHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_certificate_subject(CertificateHandle certificate, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_certificate_free(IntPtr certificate);

    /// <summary>Owns a cw_certificate.</summary>
    internal sealed class CertificateHandle : Handle
    {
        public CertificateHandle()
        {
        }

        internal CertificateHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_certificate_free>.Call(pointer);
    }
}
