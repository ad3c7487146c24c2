using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class PeerValidatorTests
    {
        private Folder folder;
        private Store store;
        private Identity own;
        private X509Certificate2 served;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            own = New(new SelfSigned("localhost") { DnsNames = { "localhost" } });
            served = own.ToX509Certificate2();
        }

        [TearDown]
        public void Free()
        {
            served.Dispose();
            own.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void A_server_that_was_decided_upon_is_believed()
        {
            using (var server = new TlsServer(served))
            {
                Decide(server, own.Certificate);
                PeerValidator validator = store.ServerValidator("localhost", server.Port, WithoutSystem());
                object connection = null;
                validator.Judged += (sender, told) => connection = sender;
                Assert.IsNull(validator.LastVerdict);
                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, validator.Validate));
                Assert.IsTrue(Type.GetType("Mono.Runtime") == null ? connection is SslStream : "localhost".Equals(connection));
                PeerVerdict verdict = validator.LastVerdict;
                Assert.IsTrue(verdict.IsTrusted);
                Assert.IsNull(verdict.Refusal);
                Assert.AreEqual(Basis.Decision, verdict.Trusted.Basis);
                Assert.AreEqual(server.Port, verdict.Trusted.Decision.Port);
                Assert.AreEqual(new[] { own.Certificate }, verdict.Chain);
                Assert.AreEqual("trusted by Decision", verdict.ToString());
                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, validator.Callback));
                Assert.AreNotSame(verdict, validator.LastVerdict);
            }
        }

        [Test]
        public void An_unknown_server_is_refused_and_can_be_decided_upon_with_what_it_presented()
        {
            using (var server = new TlsServer(served))
            {
                PeerValidator validator = store.ServerValidator("localhost", server.Port, WithoutSystem());
                Assert.AreEqual("root_not_trusted", Reason(validator, server));
                PeerVerdict verdict = validator.LastVerdict;
                Assert.IsNull(verdict.Trusted);
                Assert.AreEqual(verdict.Refusal.Message, verdict.ToString());
                store.Trust(new TrustRequest("localhost:" + server.Port, verdict.Chain, own.Certificate)).Dispose();
                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, validator.Validate));
            }
        }

        [Test]
        public void Another_certificate_after_a_decision_is_refused()
        {
            using (Identity another = New(new SelfSigned("localhost") { DnsNames = { "localhost" } }))
            using (var server = new TlsServer(served))
            {
                Decide(server, another.Certificate);
                store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose(); // and whatever else speaks for it
                PeerValidator validator = store.ServerValidator("localhost", server.Port, WithoutSystem());
                Assert.Throws<AuthenticationException>(() => TlsServer.Ask(server.Port, validator.Validate));
                var changed = (ServerCertificateChangedException)validator.LastVerdict.Refusal;
                Assert.AreEqual(Status.ServerCertificateChanged, changed.Status);
                Assert.AreEqual("server_certificate_changed", changed.Code);
                Assert.AreEqual("localhost:" + server.Port, changed.Server);
                Assert.AreEqual(Pin.Certificate, changed.Pin);
                Assert.AreEqual(another.Certificate.Sha256, changed.Old);
                Assert.AreEqual(own.Certificate.Sha256, changed.New);
                Assert.AreEqual(store.TrustDecisions().Single().Since, changed.Since);
            }
        }

        [Test]
        public void A_server_of_another_name_is_refused()
        {
            store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
            using (var server = new TlsServer(served))
            {
                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, store.ServerValidator("localhost", null).Validate));
                Assert.AreEqual("host_mismatch", Reason(store.ServerValidator("other.example", server.Port, WithoutSystem()), server));
            }
        }

        [Test]
        public void An_expired_server_is_refused_whoever_trusts_it() => IsRefused(
            "expired", new SelfSigned("localhost") { DnsNames = { "localhost" }, ValidFromText = "2001-01-01", ValidToText = "2002-01-01" });

        [Test]
        public void A_certificate_for_clients_alone_makes_no_server() => IsRefused(
            "purpose_not_allowed", new SelfSigned("localhost") { DnsNames = { "localhost" }, Purpose = Purpose.Client });

        [Test]
        public void The_intermediates_that_a_server_presents_are_looked_at()
        {
            using (var authority = new Authority(folder))
            using (Certificate leaf = authority.Leaf("leaf"))
            {
                store.Add(authority.Root, new AddOptions { Store = "TrustedRoot" }).Dispose();
                PeerValidator validator = store.ServerValidator("localhost", null, WithoutSystem());
                using (OpenSsl server = OpenSsl.Serve(authority.Presented("leaf")))
                {
                    ShakeHands(server.Port, validator.Validate);
                    Assert.AreEqual(Basis.TrustedRoot, validator.LastVerdict.Trusted.Basis);
                    Assert.AreEqual(new[] { leaf, authority.Ca }, validator.LastVerdict.Chain);
                    Assert.AreEqual(new[] { leaf, authority.Ca, authority.Root }, validator.LastVerdict.Trusted.Path);
                }

                using (OpenSsl server = OpenSsl.Serve(authority.Presented("leaf", withCa: false)))
                {
                    Assert.Throws<AuthenticationException>(() => ShakeHands(server.Port, validator.Validate));
                    Assert.AreEqual("issuer_not_found", ((UntrustedException)validator.LastVerdict.Refusal).Reasons[0].Code);
                    store.Add(authority.Ca, new AddOptions { Store = "Intermediate" }).Dispose();
                    ShakeHands(server.Port, validator.Validate);
                    Assert.AreEqual(new[] { leaf }, validator.LastVerdict.Chain);
                }
            }
        }

        [Test]
        public void What_cannot_be_read_above_the_leaf_is_left_out()
        {
            using (var authority = new Authority(folder))
            using (Certificate leaf = authority.Leaf("leaf"))
            using (X509Certificate2 shown = leaf.ToX509Certificate2())
            using (var unreadable = new X509Certificate2(MadeUnreadable(authority.Ca)))
            using (X509Certificate2 ca = authority.Ca.ToX509Certificate2())
            {
                Refused.With(Status.MalformedCertificate, () => Certificate.FromX509Certificate2(unreadable));
                store.Add(authority.Root, new AddOptions { Store = "TrustedRoot" }).Dispose();
                PeerValidator validator = store.ServerValidator("localhost", null, WithoutSystem());
                File.WriteAllText(folder.File("both.pem"), Pem(unreadable) + Pem(ca));
                using (OpenSsl server = OpenSsl.Serve(authority.Presented("leaf", withCa: false) + " -cert_chain " + folder.File("both.pem")))
                {
                    ShakeHands(server.Port, validator.Validate);
                    Assert.AreEqual(new[] { leaf, authority.Ca }, validator.LastVerdict.Chain);
                    Assert.AreEqual(new[] { leaf, authority.Ca, authority.Root }, validator.LastVerdict.Trusted.Path);
                }

                store.VerifyServer(new[] { shown, unreadable, ca }, "localhost", null, WithoutSystem()).Dispose();
                store.VerifyClient(new[] { shown, unreadable, ca }).Dispose();
                Refused.With(Status.MalformedCertificate, () => store.VerifyServer(new[] { unreadable, ca }, "localhost"));
                Refused.With(Status.MalformedCertificate, () => store.VerifyClient(new[] { unreadable, ca }));
                Assert.IsFalse(validator.Validate(null, unreadable, null, SslPolicyErrors.None));
                Assert.AreEqual(Status.MalformedCertificate, ((CertwrightException)validator.LastVerdict.Refusal).Status);
                Assert.IsEmpty(validator.LastVerdict.Chain);
            }
        }

        [Test]
        public void A_client_is_believed_whom_the_store_trusts()
        {
            using (Identity person = New(new SelfSigned("person") { Purpose = Purpose.Client }))
            using (X509Certificate2 client = person.ToX509Certificate2())
            {
                store.Add(person.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
                PeerValidator validator = store.ClientValidator();
                using (var server = new TlsServer(served, validator.Validate))
                {
                    Assert.AreEqual("hello CN=person", Ask(server, client));
                    Assert.AreEqual(Basis.TrustedPeople, validator.LastVerdict.Trusted.Basis);
                    Assert.AreEqual(new[] { person.Certificate }, validator.LastVerdict.Chain);
                }
            }
        }

        [Test]
        public void A_client_is_refused_whom_the_store_does_not_trust()
        {
            using (Identity stranger = New(new SelfSigned("stranger") { Purpose = Purpose.Client }))
            using (X509Certificate2 client = stranger.ToX509Certificate2())
            {
                var options = new PeerOptions { Roots = { stranger.Certificate } }; // which are for servers
                PeerValidator validator = store.ClientValidator(options);
                using (var server = new TlsServer(served, validator.Validate))
                {
                    Assert.IsNull(Ask(server, client));
                    Assert.AreEqual("root_not_trusted", ((UntrustedException)validator.LastVerdict.Refusal).Reasons[0].Code);
                    Assert.IsNull(Ask(server, null));
                    Assert.AreEqual(Status.InvalidArgument, ((CertwrightException)validator.LastVerdict.Refusal).Status);
                    StringAssert.Contains("the client presented no certificate", validator.LastVerdict.Refusal.Message);
                    Assert.IsEmpty(validator.LastVerdict.Chain);
                    store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
                    Assert.IsNull(Ask(server, served));
                    Assert.AreEqual("purpose_not_allowed", ((UntrustedException)validator.LastVerdict.Refusal).Reasons[0].Code);
                }
            }
        }

        [Test]
        public void The_intermediates_that_a_client_presents_are_looked_at()
        {
            using (var authority = new Authority(folder))
            using (Certificate leaf = authority.Leaf("client"))
            {
                store.Add(authority.Root, new AddOptions { Store = "TrustedRoot" }).Dispose();
                PeerValidator validator = store.ClientValidator();
                using (var server = new TlsServer(served, validator.Validate))
                {
                    string client = "s_client -tls1_2 -quiet -ignore_unexpected_eof -connect 127.0.0.1:" + server.Port + " " + authority.Presented("client");
                    StringAssert.EndsWith("hello CN=client", OpenSsl.Run(client, "GET / HTTP/1.0\r\n\r\n"));
                    Assert.AreEqual(new[] { leaf, authority.Ca }, validator.LastVerdict.Chain);
                    Assert.AreEqual(Basis.TrustedRoot, validator.LastVerdict.Trusted.Basis);
                }
            }
        }

        [Test]
        public void A_server_can_look_at_who_the_client_is()
        {
            using (Identity person = New(new SelfSigned("person") { Purpose = Purpose.Client }))
            using (X509Certificate2 client = person.ToX509Certificate2())
            {
                store.Add(person.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
                PeerValidator validator = store.ClientValidator();
                string expected = "CN=person";
                validator.Judged += (sender, verdict) =>
                {
                    if (verdict.Chain[0].Subject != expected)
                    {
                        throw new UnauthorizedAccessException(verdict.Chain[0].Subject);
                    }
                };
                using (var server = new TlsServer(served, validator.Validate))
                {
                    Assert.AreEqual("hello CN=person", Ask(server, client));
                    expected = "CN=somebody else";
                    Assert.IsNull(Ask(server, client));
                    Assert.IsInstanceOf<UnauthorizedAccessException>(validator.LastVerdict.Refusal);
                    Assert.IsNull(validator.LastVerdict.Trusted);
                    Assert.AreEqual(person.Certificate, validator.LastVerdict.Chain.Single());
                    Assert.IsNull(Ask(server, null)); // of which the handler throws, too
                    Assert.AreEqual(Status.InvalidArgument, ((CertwrightException)validator.LastVerdict.Refusal).Status);
                }
            }
        }

        [Test]
        public void Every_handler_is_told_what_has_been_come_to_until_then()
        {
            store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
            PeerValidator validator = store.ServerValidator("localhost", null, WithoutSystem());
            var told = new List<string>();
            void Tell(object sender, PeerVerdict verdict)
            {
                Assert.AreSame(verdict, validator.LastVerdict);
                told.Add(verdict.ToString());
            }

            void Refuse(string why) => throw new UnauthorizedAccessException(why);
            validator.Judged += Tell;
            validator.Judged += (sender, verdict) => Refuse("the first");
            validator.Judged += Tell;
            validator.Judged += (sender, verdict) => Refuse("the second");
            validator.Judged += Tell;
            Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.None));
            Assert.AreEqual(new[] { "trusted by TrustedPeople", "the first", "the first" }, told);
            Assert.IsFalse(validator.LastVerdict.IsTrusted);
            Assert.AreEqual("the first", validator.LastVerdict.Refusal.Message);
        }

        [Test]
        public void A_validator_is_made_for_a_host_alone()
        {
            foreach (string host in new[] { "::1", "[::1]", "10.0.0.5", "SRV1.corp.example.", "srv_1" })
            {
                foreach (int? port in new int?[] { null, 9699 })
                {
                    PeerValidator validator = store.ServerValidator(host, port, WithoutSystem());
                    Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.None));
                    Assert.IsInstanceOf<UntrustedException>(validator.LastVerdict.Refusal, host); // it was judged
                }
            }

            foreach (string none in new[]
            {
                string.Empty, "srv1:443", "[::1]:443", "::1]", "[srv1]", "https://srv1", "https://[::1]", "[::1]://srv1", "srv1/", "user@srv1", "no host",
                " srv1", "srv1 ", "\tsrv1", "10.0.0.256", "s\u00e9rv1",
            })
            {
                foreach (int? port in new int?[] { null, 9699 })
                {
                    StringAssert.Contains("the port by itself", Refused.With(Status.InvalidArgument, () => store.ServerValidator(none, port)).Message, none);
                    Refused.With(Status.InvalidArgument, () => store.VerifyServer(new[] { own.Certificate }, none, port, WithoutSystem()));
                }
            }
        }

        [Test]
        public void Without_a_port_a_decision_is_passed_over_and_told_of()
        {
            using (Identity another = New(new SelfSigned("localhost") { DnsNames = { "localhost" } }))
            using (var server = new TlsServer(served))
            {
                Decide(server, another.Certificate);
                store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
                PeerValidator validator = store.ServerValidator("localhost", null, WithoutSystem());
                Assert.AreEqual("hello nobody", TlsServer.Ask(server.Port, validator.Validate));
                string note = validator.LastVerdict.Trusted.Notes.Single();
                StringAssert.Contains("there are decisions about localhost; none was looked at, because the port is not known", note);
                Assert.AreEqual("trusted by TrustedPeople; " + note, validator.LastVerdict.ToString());
            }
        }

        [Test]
        public void Eight_threads_share_a_validator()
        {
            using (Identity another = New(new SelfSigned("localhost") { DnsNames = { "localhost" } }))
            using (X509Certificate2 alsoServed = another.ToX509Certificate2())
            using (var right = new TlsServer(served))
            using (var wrong = new TlsServer(alsoServed))
            {
                Decide(right, own.Certificate);
                var verdicts = new ConcurrentQueue<PeerVerdict>();
                PeerValidator validator = store.ServerValidator("localhost", right.Port, WithoutSystem());
                validator.Judged += (sender, verdict) => verdicts.Enqueue(verdict);
                Threads.Run(number =>
                {
                    for (int i = 0; i < 4; i++)
                    {
                        if ((number + i) % 2 == 0)
                        {
                            Assert.AreEqual("hello nobody", TlsServer.Ask(right.Port, validator.Validate));
                        }
                        else
                        {
                            Assert.Throws<AuthenticationException>(() => TlsServer.Ask(wrong.Port, validator.Validate));
                        }
                    }
                });
                Assert.AreEqual(Threads.Count * 4, verdicts.Count);
                foreach (PeerVerdict verdict in verdicts)
                {
                    Assert.AreEqual(verdict.IsTrusted ? own.Certificate : another.Certificate, verdict.Chain.Single());
                    Assert.IsTrue(verdict.IsTrusted || verdict.Refusal is ServerCertificateChangedException);
                }

                Assert.AreEqual(Threads.Count * 2, verdicts.Count(verdict => verdict.IsTrusted));
            }
        }

        [Test]
        public void What_the_runtime_found_does_not_count()
        {
            PeerValidator validator = store.ServerValidator("localhost", 1, WithoutSystem());
            Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.None));
            store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
            Assert.IsTrue(validator.Validate(null, served, null, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch));
            Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.RemoteCertificateNotAvailable));
            Assert.IsFalse(validator.Validate(null, null, null, SslPolicyErrors.None));
            StringAssert.Contains("the server presented no certificate", validator.LastVerdict.Refusal.Message);
        }

        [Test]
        public void Whatever_goes_wrong_refuses_and_is_told()
        {
            using (Store locked = Store.Open(store.Path, new OpenOptions { Locked = true }))
            {
                PeerValidator validator = locked.ServerValidator("localhost", null);
                Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.None));
                Assert.AreEqual(Status.StoreLocked, ((CertwrightException)validator.LastVerdict.Refusal).Status);
            }

            PeerValidator late = store.ServerValidator("localhost", null);
            store.Dispose();
            Assert.IsFalse(late.Validate(null, served, null, SslPolicyErrors.None));
            Assert.IsInstanceOf<ObjectDisposedException>(late.LastVerdict.Refusal);
            Assert.AreEqual(own.Certificate, late.LastVerdict.Chain.Single());
        }

        [Test]
        public void The_options_are_copied()
        {
            using (var authority = new Authority(folder))
            using (Certificate leaf = authority.Leaf("leaf"))
            using (X509Certificate2 shown = leaf.ToX509Certificate2())
            using (var chain = new X509Chain())
            {
                chain.ChainPolicy.ExtraStore.Add(authority.Ca.ToX509Certificate2());
                Certificate root = Certificate.FromDer(authority.Root.Der);
                var options = new PeerOptions { Roots = { root } };
                PeerValidator validator = store.ServerValidator("localhost", 1, options);
                options.Roots.Clear();
                options.At = DateTimeOffset.MinValue;
                root.Dispose();
                Assert.IsTrue(validator.Validate(null, shown, chain, SslPolicyErrors.None), "{0}", validator.LastVerdict);
                Assert.AreEqual(Basis.System, validator.LastVerdict.Trusted.Basis);
            }

            store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
            PeerValidator late = store.ServerValidator("localhost", 1, new PeerOptions { At = DateTimeOffset.UtcNow.AddYears(10) });
            Assert.IsFalse(late.Validate(null, served, null, SslPolicyErrors.None));
            Assert.AreEqual("expired", ((UntrustedException)late.LastVerdict.Refusal).Reasons.Single().Code);
            foreach (PeerOptions none in new[] { new PeerOptions { Revocation = 0 }, new PeerOptions { SystemRoots = 0 } })
            {
                PeerValidator validator = store.ServerValidator("localhost", 1, none);
                Assert.IsFalse(validator.Validate(null, served, null, SslPolicyErrors.None));
                Assert.AreEqual(Status.InvalidArgument, ((CertwrightException)validator.LastVerdict.Refusal).Status);
            }

            Assert.Throws<ArgumentException>(() => store.ServerValidator("localhost", 1, new PeerOptions { Roots = { null } }));
            Assert.Throws<ArgumentException>(() => store.ClientValidator(new PeerOptions { Roots = { null } }));
            Assert.Throws<ArgumentNullException>(() => store.ServerValidator(null, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.ServerValidator("localhost", 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => store.ServerValidator("localhost", 65536));
        }

        [Test]
        [Category("CoreOnly")] // the Mono of Debian has no System.Net.Http
        public void An_http_client_believes_whom_the_store_believes()
        {
            using (var server = new TlsServer(served))
            using (var handler = new HttpClientHandler())
            using (var client = new HttpClient(handler))
            {
                PeerValidator validator = store.ServerValidator("localhost", server.Port, WithoutSystem());
                object connection = null;
                validator.Judged += (sender, verdict) => connection = sender;
                handler.ServerCertificateCustomValidationCallback = validator.Validate;
                var place = new Uri("https://localhost:" + server.Port + "/");
                Assert.Throws<HttpRequestException>(() => client.GetStringAsync(place).GetAwaiter().GetResult());
                Assert.IsInstanceOf<UntrustedException>(validator.LastVerdict.Refusal);
                Decide(server, own.Certificate);
                Assert.AreEqual("hello nobody", client.GetStringAsync(place).GetAwaiter().GetResult());
                Assert.IsInstanceOf<HttpRequestMessage>(connection);
            }
        }

        [Test]
        [Category("CoreOnly")] // the Mono of Debian has no System.Net.Http
        public void A_request_to_another_server_is_refused()
        {
            store.Add(own.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose(); // which both of them present
            using (var right = new TlsServer(served))
            using (var other = new TlsServer(served))
            {
                PeerValidator validator = store.ServerValidator("localhost", right.Port, WithoutSystem());
                using (var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = validator.Validate })
                using (var client = new HttpClient(handler))
                {
                    var place = new Uri("https://localhost:" + right.Port + "/");
                    Assert.AreEqual("hello nobody", client.GetStringAsync(place).GetAwaiter().GetResult());
                    right.Elsewhere = new Uri("https://localhost:" + other.Port + "/");
                    foreach (Uri wrong in new[] { right.Elsewhere, place })
                    {
                        Assert.Throws<HttpRequestException>(() => client.GetStringAsync(wrong).GetAwaiter().GetResult());
                        StringAssert.Contains(
                            "the request is for localhost:" + other.Port + ", and the validator for localhost at port " + right.Port,
                            validator.LastVerdict.Refusal.Message);
                        Assert.AreEqual(own.Certificate, validator.LastVerdict.Chain.Single());
                    }
                }

                using (var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = validator.Validate, AllowAutoRedirect = false })
                using (var client = new HttpClient(handler))
                using (HttpResponseMessage sentOn = client.GetAsync("https://localhost:" + right.Port + "/").GetAwaiter().GetResult())
                {
                    Assert.AreEqual(HttpStatusCode.Redirect, sentOn.StatusCode);
                }
            }
        }

        [Test]
        [Category("CoreOnly")] // the Mono of Debian has no System.Net.Http
        public void A_request_is_for_the_same_server_however_that_is_spelled()
        {
            foreach ((string host, int? port, string asked, bool same) in new (string, int?, string, bool)[]
            {
                ("SRV1.corp.example.", 9699, "https://srv1.corp.example:9699/x", true),
                ("srv1.corp.example", 443, "https://SRV1.corp.example./", true),
                ("srv1.corp.example", null, "https://srv1.corp.example:1/", true),
                ("xn--srv-dma.example", 443, "https://s\u00e9rv.example/", false),
                ("xn--srv-bma.example", 443, "https://s\u00e9rv.example/", true),
                ("0:0::1", 443, "https://[::1]/", true),
                ("[::1]", 443, "https://[0::1]/", true),
                ("10.0.0.5", 443, "https://10.0.0.5/", true),
                ("srv1.corp.example", 9699, "https://srv1.corp.example/", false),
                ("srv1.corp.example", null, "https://srv2.corp.example/", false),
                ("srv1.corp.example", 443, "https://srv1/", false),
                ("::1", 443, "https://[::2]/", false),
                ("10.0.0.5", 443, "https://srv1/", false),
                ("srv1", 443, "https://10.0.0.5/", false),
            })
            {
                using (var request = new HttpRequestMessage(HttpMethod.Get, asked))
                {
                    PeerValidator validator = store.ServerValidator(host, port, WithoutSystem());
                    Assert.IsFalse(validator.Validate(request, served, null, SslPolicyErrors.None));
                    Assert.AreEqual(same ? typeof(UntrustedException) : typeof(InvalidOperationException), validator.LastVerdict.Refusal.GetType(), asked);
                }
            }

            using (var nowhere = new HttpRequestMessage())
            {
                PeerValidator validator = store.ServerValidator("srv1", null, WithoutSystem());
                Assert.IsFalse(validator.Validate(nowhere, served, null, SslPolicyErrors.None));
                StringAssert.Contains("the request is for no server", validator.LastVerdict.Refusal.Message);
            }
        }

        // one extension stands twice in it: the subject's key identifier says that it is the issuer's
        private static byte[] MadeUnreadable(Certificate certificate)
        {
            byte[] der = certificate.Der;
            int at = Enumerable.Range(0, der.Length - 2).Single(i => der[i] == 0x55 && der[i + 1] == 0x1d && der[i + 2] == 0x0e);
            der[at + 2] = 0x23;
            return der;
        }

        private static string Pem(X509Certificate2 certificate) =>
            "-----BEGIN CERTIFICATE-----\n" + Convert.ToBase64String(certificate.RawData, Base64FormattingOptions.InsertLineBreaks) + "\n-----END CERTIFICATE-----\n";

        // RSA, because Mono serves nothing else
        private static Identity New(SelfSigned wanted)
        {
            wanted.Key = KeyAlgorithm.Rsa2048;
            return wanted.Issue();
        }

        // whatever the machine trusts that runs the tests
        private static PeerOptions WithoutSystem() => new PeerOptions { SystemRoots = SystemRoots.None };

        private static string Ask(TlsServer server, X509Certificate2 client) => TlsServer.Ask(server.Port, (sender, certificate, chain, errors) => true, client);

        private static void ShakeHands(int port, RemoteCertificateValidationCallback judge)
        {
            using (var connection = new TcpClient("127.0.0.1", port))
            using (var tls = new SslStream(connection.GetStream(), false, judge))
            {
                tls.AuthenticateAsClient("localhost", null, SslProtocols.Tls12, checkCertificateRevocation: false);
            }
        }

        private static string Reason(PeerValidator validator, TlsServer server)
        {
            Assert.Throws<AuthenticationException>(() => TlsServer.Ask(server.Port, validator.Validate));
            return ((UntrustedException)validator.LastVerdict.Refusal).Reasons[0].Code;
        }

        private void IsRefused(string code, SelfSigned wanted)
        {
            using (Identity identity = New(wanted))
            using (X509Certificate2 certificate = identity.ToX509Certificate2())
            using (var server = new TlsServer(certificate))
            {
                store.Add(identity.Certificate, new AddOptions { Store = "TrustedPeople" }).Dispose();
                Assert.AreEqual(code, Reason(store.ServerValidator("localhost", server.Port, WithoutSystem()), server));
            }
        }

        private void Decide(TlsServer server, Certificate certificate) =>
            store.Trust(new TrustRequest("localhost:" + server.Port, new[] { certificate }, certificate)).Dispose();
    }
}
