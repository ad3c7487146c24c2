using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a preflight looks at.</summary>
    public sealed class PreflightOptions
    {
        /// <summary>The host whose names servers' certificates must have; null for this host as it is then.</summary>
        public LocalHost Host { get; set; }

        /// <summary>Roles and scopes that the host will ask for: a current certificate must be there. A scope that is null is the whole installation.</summary>
        public IList<(string Role, string Scope)> Expected { get; } = new List<(string Role, string Scope)>();

        /// <summary>As the library has them.</summary>
        internal static PreflightOptionsHandle Build(PreflightOptions options)
        {
            Native.Check(Import<cw_preflight_options_new>.Call(out PreflightOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(PreflightOptionsHandle handle)
        {
            if (Host != null)
            {
                using (HostHandle host = Host.Build())
                {
                    Native.SetValue(handle, host, Import<cw_preflight_options_host>.Call.Invoke);
                }
            }

            foreach ((string role, string scope) in Expected)
            {
                using (Input what = Input.Of(role ?? throw new ArgumentException("one of the roles is null", nameof(Expected))))
                using (Input where = Input.Of(scope))
                {
                    Native.Check(
                        Import<cw_preflight_options_expect>.Call(handle, what.Pointer, what.Length, where.Pointer, where.Length, out ErrorHandle error), error);
                }
            }
        }
    }
}
