using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Names and addresses by which others reach this host.</summary>
    public sealed class LocalHost
    {
        /// <summary>By these, such as the public ones of a host behind a gateway.</summary>
        /// <param name="names">The full name first, then the short one. Certificates are made without those that none can hold.</param>
        /// <param name="addresses">Addresses as text; null for none.</param>
        /// <exception cref="CertwrightException">InvalidArgument for what is no address.</exception>
        public LocalHost(IEnumerable<string> names, IEnumerable<string> addresses = null)
            : this(Made(names ?? throw new ArgumentNullException(nameof(names)), addresses ?? new string[0]))
        {
        }

        private LocalHost(HostHandle handle)
        {
            using (handle)
            {
                Names = Native.Texts<HostHandle>(handle, Import<cw_host_name_count>.Call.Invoke, Import<cw_host_name_at>.Call.Invoke);
                Addresses = Native.Texts<HostHandle>(handle, Import<cw_host_address_count>.Call.Invoke, Import<cw_host_address_at>.Call.Invoke);
            }
        }

        /// <summary>Its names.</summary>
        public IReadOnlyList<string> Names { get; }

        /// <summary>Its addresses.</summary>
        public IReadOnlyList<string> Addresses { get; }

        /// <summary>As they are at this moment: without loopback, link-local and temporary addresses and those of container bridges.</summary>
        public static LocalHost Read()
        {
            Native.Check(Import<cw_host_local>.Call(out HostHandle handle, out ErrorHandle error), error);
            return new LocalHost(handle);
        }

        /// <summary>As the library has it.</summary>
        internal HostHandle Build() => Made(Names, Addresses);

        private static unsafe HostHandle Made(IEnumerable<string> names, IEnumerable<string> addresses)
        {
            using (var called = new TextArray(names))
            using (var reached = new TextArray(addresses))
            {
                fixed (CwStr* name = called.Texts)
                fixed (CwStr* address = reached.Texts)
                {
                    Native.Check(Import<cw_host_new>.Call(name, called.Count, address, reached.Count, out HostHandle handle, out ErrorHandle error), error);
                    return handle;
                }
            }
        }
    }
}
