using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// The security settings of one server port: off, HTTP, or HTTPS with a certificate. Made by <see cref="Store.Endpoint"/>. Any number of threads may
    /// share one; it keeps its store open until it is disposed of.
    /// </summary>
    /// <remarks>
    /// Before anything is set it is HTTPS on port 9699, with a certificate that it makes when it is first asked for: for the host's names and addresses,
    /// for 5 years, in Personal. One that it made is made anew when it has expired; one that was given never is, but said. The port is for the host to
    /// listen on: nothing is opened here, and a change of it, and from HTTPS to HTTP and back, is a new start of the server. A change of the
    /// certificate is not: see <see cref="Live"/>.
    /// </remarks>
    public sealed class Endpoint : IDisposable
    {
        private readonly EndpointHandle handle;

        internal unsafe Endpoint(EndpointHandle handle, string subject, LocalHost host, bool dryRun)
        {
            this.handle = handle;
            Native.SetText(handle, subject, Import<cw_endpoint_subject>.Call.Invoke);
            if (host != null)
            {
                using (HostHandle called = host.Build())
                {
                    Native.SetValue(handle, called, Import<cw_endpoint_host>.Call.Invoke);
                }
            }

            if (dryRun)
            {
                Native.Check(Import<cw_endpoint_dry_run>.Call(handle, out ErrorHandle error), error);
            }
        }

        /// <summary>Its name.</summary>
        public string Name => Native.Text<EndpointHandle>(handle, Import<cw_endpoint_name>.Call.Invoke);

        /// <summary>Its settings, its certificate, and what is to be known of that: that it has expired, or lacks a name of the host. Changes nothing, and makes no certificate; where its certificate is no longer in the store, that is a warning and the certificate null.</summary>
        /// <exception cref="CertwrightException">StoreLocked; Tampered for settings that were altered, which <see cref="Reset"/> takes away.</exception>
        public EndpointChange Status() => Told(Import<cw_endpoint_status>.Call.Invoke);

        /// <summary>Switches it off. Its certificate and port are kept.</summary>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public EndpointChange Disable() => Told(Import<cw_endpoint_disable>.Call.Invoke);

        /// <summary>Sets it to HTTP without TLS, which is for a network whose every part is trusted; a warning says so. Its certificate is kept.</summary>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">StoreLocked, Tampered.</exception>
        public EndpointChange Http(int? port = null) => Told(Store.Port(port), Import<cw_endpoint_http>.Call.Invoke);

        /// <summary>Sets it to HTTPS with the certificate that it has; with one that it makes by itself if it has none.</summary>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">UnfitCertificate, NoPrivateKey, NotFound of a certificate that was given; InvalidSubject, StoreLocked, Tampered.</exception>
        public EndpointChange Https(int? port = null) => Told(Store.Port(port), Import<cw_endpoint_https>.Call.Invoke);

        /// <summary>Sets it to HTTPS with a certificate that it makes by itself, for 5 years, and makes anew when that has expired. One that it made before is kept.</summary>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">InvalidSubject, StoreLocked, Tampered.</exception>
        public EndpointChange HttpsGenerated(int? port = null) => Told(Store.Port(port), Import<cw_endpoint_https_generated>.Call.Invoke);

        /// <summary>
        /// Sets it to HTTPS with a certificate of the store. It is refused if its private key is not in the store or does not fit, if it is not valid now,
        /// if it is not for servers, or if its key is RSA below 2048 bits; then nothing is changed. Whether clients trust it is not looked at.
        /// </summary>
        /// <param name="certificate">An entry, a certificate, or a thumbprint as it was pasted.</param>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">
        /// UnfitCertificate with every reason in the message; NoPrivateKey, NotFound, Ambiguous, InvalidThumbprint; StoreLocked, Tampered.
        /// </exception>
        public unsafe EndpointChange Https(Thumbprint certificate, int? port = null)
        {
            uint number = Store.Port(port);
            using (Input text = Input.Of(certificate.Text(nameof(certificate))))
            {
                Native.Check(
                    Import<cw_endpoint_https_stored>.Call(handle, number, text.Pointer, text.Length, out EndpointChangeHandle change, out ErrorHandle error), error);
                return EndpointChange.Of(change);
            }
        }

        /// <summary>Sets it to HTTPS with a self-signed certificate, which is made as described and comes into Personal; one that is there already and is as described is taken.</summary>
        /// <param name="wanted">What is to be made.</param>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">UnfitCertificate for one that is not for servers; as <see cref="Store.CreateSelfSigned"/>; Tampered.</exception>
        public EndpointChange Https(SelfSigned wanted, int? port = null)
        {
            uint number = Store.Port(port);
            using (SelfSignedHandle what = (wanted ?? throw new ArgumentNullException(nameof(wanted))).Build())
            {
                Native.Check(Import<cw_endpoint_https_self_signed>.Call(handle, number, what, out EndpointChangeHandle change, out ErrorHandle error), error);
                return EndpointChange.Of(change);
            }
        }

        /// <summary>
        /// Sets it to HTTPS with the certificate of a server in a file, which comes into the store; where the file has no key, the store has it. It is
        /// refused as one of the store is, before anything comes into the store.
        /// </summary>
        /// <param name="file">What is in the file.</param>
        /// <param name="password">Its password; null is none.</param>
        /// <param name="store">The named store that the certificate comes into, if it is not in the store yet; null for Personal.</param>
        /// <param name="port">Its port; null keeps the one that is.</param>
        /// <exception cref="CertwrightException">
        /// UnfitCertificate with every reason in the message; NoPrivateKey; Ambiguous where it holds several that could be meant; UnknownFormat where it
        /// holds none; as <see cref="Store.Import"/>; StoreLocked, Tampered.
        /// </exception>
        public unsafe EndpointChange Https(byte[] file, Password password = null, string store = null, int? port = null)
        {
            uint number = Store.Port(port);
            using (Input data = Input.Of(file ?? throw new ArgumentNullException(nameof(file))))
            using (Input name = Input.Of(store))
            {
                return Password.Use(password, secret =>
                {
                    Native.Check(
                        Import<cw_endpoint_https_file>.Call(
                            handle, number, data.Pointer, data.Length, secret.Pointer, secret.Length, name.Pointer, name.Length, out EndpointChangeHandle change, out ErrorHandle error),
                        error);
                    return EndpointChange.Of(change);
                });
            }
        }

        /// <summary>Makes it what it was before anything was set; its certificate stays in the store. Settings that were altered are taken away, too.</summary>
        /// <exception cref="CertwrightException">StoreLocked.</exception>
        public EndpointChange Reset() => Told(Import<cw_endpoint_reset>.Call.Invoke);

        /// <summary>
        /// Its certificate, as the store holds it; the caller disposes of it. One that the endpoint makes by itself is made where there is none, and made
        /// anew where it has expired; exactly one, however many processes ask at once.
        /// </summary>
        /// <exception cref="CertwrightException">EndpointState where it is not HTTPS; NotFound where its certificate is no longer in the store; InvalidSubject, StoreLocked, Tampered.</exception>
        public Entry Certificate() => new Entry(Native.Value<EndpointHandle, EntryHandle>(handle, Import<cw_endpoint_certificate>.Call.Invoke));

        /// <summary>
        /// What it serves with: certificate, key and chain; the caller disposes of it. A certificate that was given and has expired is served all the same,
        /// because clients then say so; <see cref="Status"/> says it, too. A server that runs on has <see cref="Live"/>.
        /// </summary>
        /// <exception cref="CertwrightException">As <see cref="Certificate"/>; NoPrivateKey.</exception>
        public Identity Identity() => new Identity(Native.Value<EndpointHandle, IdentityHandle>(handle, Import<cw_endpoint_identity>.Call.Invoke));

        /// <summary>What it serves with, followed from then on; it lives on when the endpoint and the store are disposed of. Reads nothing.</summary>
        /// <param name="options">How .NET gets it; null for the defaults. They are copied.</param>
        public LiveIdentity Live(LiveOptions options = null) =>
            new LiveIdentity(Native.Value<EndpointHandle, LiveIdentityHandle>(handle, Import<cw_live_identity_new>.Call.Invoke), options ?? new LiveOptions());

        /// <summary>
        /// Connects and compares what is served with what should be: the certificate and its chain, its names and dates, versions of TLS; whether the
        /// former certificate is still served; and where it is off or HTTP, that no TLS is. Up to three connections are made. Nothing is changed: a
        /// certificate that is yet to be made is not. Whether clients trust the certificate is not looked at; <c>Store.VerifyServer</c> says that. That
        /// nothing answers is a finding.
        /// </summary>
        /// <param name="server">Where it is looked for, as for <see cref="Probe.Server"/>; null for localhost and the endpoint's port.</param>
        /// <param name="timeout">How long each connection may take; null is 10 seconds.</param>
        /// <exception cref="CertwrightException">As <see cref="Status"/>; InvalidArgument for what is no server.</exception>
        public unsafe EndpointCheck Check(string server = null, TimeSpan? timeout = null)
        {
            ulong milliseconds = Moment.Milliseconds(timeout, nameof(timeout));
            using (Input place = Input.Of(server))
            {
                Native.Check(
                    Import<cw_endpoint_check>.Call(handle, place.Pointer, place.Length, milliseconds, out EndpointCheckedHandle done, out ErrorHandle error), error);
                return EndpointCheck.Of(done);
            }
        }

        /// <summary>
        /// Writes its certificate, chain and key for a server that reads files, has it read them, and connects until it serves that certificate. If it does
        /// not in time, the former files are put back and read anew, and the exception says why.
        /// </summary>
        /// <remarks>
        /// Where the files are already as they should be and the certificate is served, nothing is done. A file with the key has the mode 0600, or 0640 with
        /// a group, the other one 0644. The journal names the key that left the store. Paths of symbolic links are refused. The command is a child of this
        /// process, which waits for it.
        /// </remarks>
        /// <exception cref="CertwrightException">
        /// ApplyFailed with what went wrong, and whether the former files are back; as <see cref="Identity"/>; InvalidArgument for paths that do not fit the
        /// layout, or an account or a group that is not there; Io.
        /// </exception>
        public Applied Apply(ApplyOptions options)
        {
            using (ApplyOptionsHandle how = (options ?? throw new ArgumentNullException(nameof(options))).Build())
            {
                Native.Check(Import<cw_endpoint_apply>.Call(handle, how, out AppliedHandle applied, out ErrorHandle error), error);
                return Applied.Of(applied);
            }
        }

        /// <summary>
        /// What other machines need to trust it, and the commands that install it there. There is no key in it. Its certificate is made if it is yet to be;
        /// of an endpoint that is not HTTPS, the one that it has kept is taken.
        /// </summary>
        /// <param name="host">The name under which they reach it; null for the host's first name.</param>
        /// <exception cref="CertwrightException">As <see cref="Certificate"/>.</exception>
        public unsafe Shared Share(string host = null)
        {
            using (Input name = Input.Of(host))
            {
                Native.Check(Import<cw_endpoint_share>.Call(handle, name.Pointer, name.Length, out SharedHandle shared, out ErrorHandle error), error);
                return Shared.Of(shared);
            }
        }

        /// <summary>Its name.</summary>
        public override string ToString() => handle.IsClosed ? nameof(Endpoint) : Name;

        /// <summary>Frees it; its settings stay in the store. Again does nothing.</summary>
        public void Dispose() => handle.Dispose();

        private EndpointChange Told(Look<EndpointHandle, EndpointChangeHandle> change) => EndpointChange.Of(Native.Value(handle, change));

        private EndpointChange Told(uint port, ChangeOfPort change)
        {
            Native.Check(change(handle, port, out EndpointChangeHandle told, out ErrorHandle error), error);
            return EndpointChange.Of(told);
        }

        private delegate Status ChangeOfPort(EndpointHandle endpoint, uint port, out EndpointChangeHandle change, out ErrorHandle error);
    }
}
