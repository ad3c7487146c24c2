using System;
using System.Collections.Generic;
using System.Threading;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// What a server presented. That it holds the key of its certificate was verified, or <see cref="Notes"/> say why not; nothing else was.
    /// </summary>
    public sealed class Probed : IDisposable
    {
        private readonly Parts parts = new Parts();
        private Owner owner;

        private Probed(Owner owner, ProbedHandle handle)
        {
            this.owner = owner;
            Handle = handle;
            Host = Native.Text<ProbedHandle>(handle, Import<cw_probed_host>.Call.Invoke);
            Port = checked((int)Native.Value<ProbedHandle, uint>(handle, Import<cw_probed_port>.Call.Invoke));
            Address = Native.Text<ProbedHandle>(handle, Import<cw_probed_address>.Call.Invoke);
            Protocol = Native.Text<ProbedHandle>(handle, Import<cw_probed_protocol>.Call.Invoke);
            Cipher = Native.Text<ProbedHandle>(handle, Import<cw_probed_cipher>.Call.Invoke);
            ClientCertificate = (ClientCertificate)Native.Value<ProbedHandle, uint>(handle, Import<cw_probed_client_certificate>.Call.Invoke);
            Notes = Native.Texts<ProbedHandle>(handle, Import<cw_probed_note_count>.Call.Invoke, Import<cw_probed_note_at>.Call.Invoke);
            Chain = parts.Add(Native.List<ProbedHandle, IntPtr, Certificate>(
                handle, Import<cw_probed_chain_count>.Call.Invoke, Import<cw_probed_chain_at>.Call.Invoke, Certificate.Copy));
        }

        /// <summary>The server as <c>host:port</c>.</summary>
        public string Server => Host.Contains(":") ? "[" + Host + "]:" + Port : Host + ":" + Port;

        /// <summary>The server's name in lower case, in A-labels, or its address.</summary>
        public string Host { get; }

        /// <summary>The server's port.</summary>
        public int Port { get; }

        /// <summary>The address and the port that answered, such as <c>10.0.0.5:443</c>.</summary>
        public string Address { get; }

        /// <summary>What it presented, in its order, the leaf first. The certificates are disposed of with this.</summary>
        public IReadOnlyList<Certificate> Chain { get; }

        /// <summary>The version of TLS that both speak: <c>TLSv1.2</c> or <c>TLSv1.3</c>.</summary>
        public string Protocol { get; }

        /// <summary>The cipher suite, by its name in the IANA's registry.</summary>
        public string Cipher { get; }

        /// <summary>Whether it asks for a client certificate.</summary>
        public ClientCertificate ClientCertificate { get; }

        /// <summary>What is to be known.</summary>
        public IReadOnlyList<string> Notes { get; }

        internal ProbedHandle Handle { get; }

        /// <summary>The chain as lines for people, as <see cref="Certwright.Chain.Picture"/> draws it; days are counted from this time, or from now.</summary>
        public string Picture(DateTimeOffset? at = null) => Certwright.Chain.Picture(Chain, at);

        /// <summary>The server.</summary>
        public override string ToString() => Server;

        /// <summary>Frees it, and its certificates; again does nothing.</summary>
        public void Dispose()
        {
            parts.Dispose();
            Handle.Dispose();
            Interlocked.Exchange(ref owner, null)?.Leave();
        }

        /// <summary>Keeps what <see cref="Handle"/> looks into from being freed, until the result is disposed of.</summary>
        internal Held Hold() => (Volatile.Read(ref owner) ?? throw new ObjectDisposedException(nameof(Probed))).Hold();

        internal static Probed Of(ProbedHandle handle) => Of(new Owner(handle), handle);

        /// <summary>What belongs to something else, which lives as long as this is not disposed of.</summary>
        internal static Probed Of(Owner owner, IntPtr lent) => Of(owner.Taken(), new ProbedHandle(lent));

        private static Probed Of(Owner owner, ProbedHandle handle)
        {
            try
            {
                return new Probed(owner, handle);
            }
            catch
            {
                owner.Leave();
                throw;
            }
        }
    }
}
