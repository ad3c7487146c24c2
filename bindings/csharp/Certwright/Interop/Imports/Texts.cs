// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_texts_count(TextsHandle texts, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_texts_at(TextsHandle texts, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_texts_free(IntPtr texts);

    /// <summary>Owns a cw_texts.</summary>
    internal sealed class TextsHandle : Handle
    {
        public TextsHandle()
        {
        }

        internal TextsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_texts_free>.Call(pointer);
    }
}
