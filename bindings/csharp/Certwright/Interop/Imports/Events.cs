// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_events_count(EventsHandle events, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_events_at(EventsHandle events, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_events_free(IntPtr events);

    /// <summary>Owns a cw_events.</summary>
    internal sealed class EventsHandle : Handle
    {
        public EventsHandle()
        {
        }

        internal EventsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_events_free>.Call(pointer);
    }
}
