using System;
using System.Runtime.InteropServices;

namespace Certwright.Interop
{
    /// <summary>The host is told of what happens in a store; its delegate is kept for as long as the library can call it.</summary>
    internal static class DiagnosticsCallback
    {
        // static, so that they are never collected
        private static readonly cw_open_options_diagnostics_tell ToTell = Tell;
        private static readonly cw_open_options_diagnostics_free_user ToFree = user => GCHandle.FromIntPtr(user).Free();

        internal static void Set(OpenOptionsHandle options, Action<Diagnostic> host)
        {
            GCHandle kept = GCHandle.Alloc(host); // freed by the library, also if the call fails
            Status status;
            ErrorHandle error;
            try
            {
                status = Import<cw_open_options_diagnostics>.Call(options, ToTell, GCHandle.ToIntPtr(kept), ToFree, out error);
            }
            catch
            {
                kept.Free(); // it did not come to the library
                throw;
            }
            Native.Check(status, error);
        }

        private static void Tell(IntPtr user, uint level, CwStr code, CwStr message)
        {
            // what it throws has nowhere to go: the call is done, and may have been another's
            new Callback().Run(() =>
            {
                var host = (Action<Diagnostic>)GCHandle.FromIntPtr(user).Target;
                host(new Diagnostic((DiagnosticLevel)level, code.Text(), message.Text()));
                return true;
            });
        }
    }
}
