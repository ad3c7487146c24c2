// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_watch_next(WatchHandle watch, ulong milliseconds, out EventHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_watch_since(WatchHandle watch, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_watch_free(IntPtr watch);

    /// <summary>Owns a cw_watch.</summary>
    internal sealed class WatchHandle : Handle
    {
        public WatchHandle()
        {
        }

        internal WatchHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_watch_free>.Call(pointer);
    }
}
