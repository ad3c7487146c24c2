// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_event_number(EventHandle @event, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_at(EventHandle @event, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_at_milliseconds(EventHandle @event, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_actor(EventHandle @event, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_kind(EventHandle @event, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_thumbprint(EventHandle @event, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_event_details(EventHandle @event, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_event_free(IntPtr @event);

    /// <summary>Owns a cw_event.</summary>
    internal sealed class EventHandle : Handle
    {
        public EventHandle()
        {
        }

        internal EventHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_event_free>.Call(pointer);
    }
}
