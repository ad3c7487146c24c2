using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Names and global addresses of this host; without loopback, link-local and temporary ones and container bridges.</summary>
    public sealed class LocalHost
    {
        private LocalHost(HostHandle handle)
        {
            Names = Native.Texts<HostHandle>(handle, Import<cw_host_name_count>.Call.Invoke, Import<cw_host_name_at>.Call.Invoke);
            Addresses = Native.Texts<HostHandle>(handle, Import<cw_host_address_count>.Call.Invoke, Import<cw_host_address_at>.Call.Invoke);
        }

        /// <summary>Its names.</summary>
        public IReadOnlyList<string> Names { get; }

        /// <summary>Its addresses.</summary>
        public IReadOnlyList<string> Addresses { get; }

        /// <summary>As they are at this moment.</summary>
        public static LocalHost Read()
        {
            Native.Check(Import<cw_host_local>.Call(out HostHandle handle, out ErrorHandle error), error);
            using (handle)
            {
                return new LocalHost(handle);
            }
        }
    }
}
