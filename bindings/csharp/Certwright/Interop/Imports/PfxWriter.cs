// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_pfx_writer_new(byte* password, UIntPtr password_len, out PfxWriterHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_add_identity(PfxWriterHandle writer, IdentityHandle identity, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_pfx_writer_add_certificate(PfxWriterHandle writer, CertificateHandle certificate, byte* friendly_name, UIntPtr friendly_name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_add_private_key(PfxWriterHandle writer, PrivateKeyHandle key, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_pfx_writer_reader(PfxWriterHandle writer, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_iterations(PfxWriterHandle writer, uint iterations, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_write(PfxWriterHandle writer, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_note_count(PfxWriterHandle writer, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_pfx_writer_note_at(PfxWriterHandle writer, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_pfx_writer_free(IntPtr writer);

    /// <summary>Owns a cw_pfx_writer.</summary>
    internal sealed class PfxWriterHandle : Handle
    {
        public PfxWriterHandle()
        {
        }

        internal PfxWriterHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_pfx_writer_free>.Call(pointer);
    }
}
