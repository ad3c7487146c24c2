// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_export_options_new(out ExportOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_export_options_format(ExportOptionsHandle options, uint format, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_export_options_with_key(ExportOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_export_options_password(ExportOptionsHandle options, byte* password, UIntPtr password_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_export_options_reader(ExportOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_export_options_iterations(ExportOptionsHandle options, uint count, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_export_options_free(IntPtr export_options);

    /// <summary>Owns a cw_export_options.</summary>
    internal sealed class ExportOptionsHandle : Handle
    {
        public ExportOptionsHandle()
        {
        }

        internal ExportOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_export_options_free>.Call(pointer);
    }
}
