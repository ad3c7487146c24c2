using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class LiveIdentityTests
    {
        private const int Changes = 100;

        private Folder folder;
        private Store store;
        private Endpoint endpoint;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            endpoint = store.Endpoint();
        }

        [TearDown]
        public void Free()
        {
            endpoint.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void It_gives_the_same_objects_until_the_identity_is_another_one()
        {
            string[] made = Made(2);
            endpoint.Https(made[0]).Dispose();
            using (LiveIdentity live = endpoint.Live())
            {
                Assert.IsNull(live.Last);
                Identity identity = live.Get();
                Assert.AreSame(identity, live.Get());
                Assert.AreSame(identity, live.Last);
                Assert.AreEqual(made[0], identity.Certificate.Thumbprint);
                X509Certificate2 certificate = live.Certificate();
                Assert.IsTrue(certificate.HasPrivateKey);
                Assert.AreEqual(made[0], certificate.Thumbprint);
                store.CreateSelfSigned(new SelfSigned("something else")).Dispose();
                endpoint.Http().Dispose();
                endpoint.Https(9443).Dispose();
                Assert.AreSame(certificate, live.Certificate());
                Assert.AreSame(identity, live.Get());

                endpoint.Https(made[1]).Dispose();
                Assert.AreEqual(made[1], live.Certificate().Thumbprint);
                Assert.AreEqual(made[1], live.Last.Certificate.Thumbprint);
                Assert.AreSame(live.Get(), live.Last);

                // whoever has the former ones goes on with them
                Assert.AreEqual(made[0], certificate.Thumbprint);
                Assert.IsTrue(identity.PrivateKey.Matches(identity.Certificate));
            }
        }

        [Test]
        public void A_selector_gets_the_certificate_or_null_and_why()
        {
            string made = Made(1).Single();
            endpoint.Https(made).Dispose();
            using (LiveIdentity live = endpoint.Live())
            {
                Func<Folder, string, X509Certificate2> selector = live.Select; // in the form of Kestrel's
                Func<object, string, X509Certificate> callback = live.Select; // and of SslStream's
                Assert.AreEqual(made, selector(null, "localhost").Thumbprint);
                Assert.AreSame(selector(null, null), callback(this, string.Empty));
                Assert.IsNull(live.LastFailure);
                endpoint.Disable().Dispose();
                Assert.IsNull(selector(null, "localhost"));
                Assert.AreEqual(Status.EndpointState, ((CertwrightException)live.LastFailure).Status);
                Refused.With(Status.EndpointState, () => live.Get());
                Refused.With(Status.EndpointState, () => live.Certificate());
                Refused.With(Status.EndpointState, () => live.Collection());
                endpoint.Https().Dispose();
                Assert.AreEqual(made, selector(null, "localhost").Thumbprint);
                Assert.IsNull(live.LastFailure);
            }
        }

        [Test]
        public void Where_the_store_cannot_be_read_what_was_served_before_is_served_on()
        {
            string made = Made(1).Single();
            endpoint.Https(made).Dispose();
            using (LiveIdentity live = endpoint.Live())
            using (LiveIdentity late = endpoint.Live())
            {
                X509Certificate2 certificate = live.Certificate();
                foreach (string file in new[] { "certs.db", "certs.db-wal", "certs.db-shm" })
                {
                    File.WriteAllText(folder.File(file), new string('x', 100000));
                }

                Assert.AreSame(certificate, live.Certificate());
                Assert.IsInstanceOf<CertwrightException>(live.LastFailure);
                Assert.AreSame(certificate, live.Select(null, null));
                Assert.IsNotNull(live.LastFailure);
                Assert.Throws<CertwrightException>(() => live.Get());
                Assert.AreEqual(made, live.Last.Certificate.Thumbprint);
                Assert.Throws<CertwrightException>(() => late.Certificate()); // which has nothing to go on with
                Assert.IsNull(late.Select(null, null));
            }
        }

        [Test]
        public void A_certificate_that_dotnet_cannot_use_is_an_exception()
        {
            endpoint.Https(new SelfSigned("localhost") { DnsNames = { "localhost" }, Key = KeyAlgorithm.Ed25519 }).Dispose();
            using (LiveIdentity live = endpoint.Live())
            {
                Assert.AreEqual("ed25519", live.Get().PrivateKey.Algorithm);
                Refused.With(Status.Unsupported, () => live.Certificate());
                Assert.IsNull(live.Select(null, null));
                Assert.AreEqual(Status.Unsupported, ((CertwrightException)live.LastFailure).Status);
            }
        }

        [Test]
        public void The_certificates_above_come_with_it()
        {
            using (var authority = new Authority(folder))
            using (Identity server = authority.Server("server"))
            {
                store.Add(server).Dispose();
                endpoint.Https(server.Certificate).Dispose();
                using (LiveIdentity live = endpoint.Live(new LiveOptions { KeyStorage = X509KeyStorageFlags.Exportable }))
                {
                    X509Certificate2Collection all = live.Collection();
                    Assert.AreEqual(new[] { server.Certificate.Thumbprint, authority.Ca.Thumbprint }, all.Cast<X509Certificate2>().Select(each => each.Thumbprint));
                    Assert.IsFalse(all[1].HasPrivateKey);
                    Assert.AreSame(all[0], live.Certificate());
                    all.Clear();
                    Assert.AreEqual(2, live.Collection().Count);
                    using (Identity back = Identity.FromX509Certificate2(live.Certificate()))
                    {
                        Assert.AreEqual(server.Certificate, back.Certificate);
                    }
                }
            }
        }

        [Test]
        [Category("CoreOnly")] // Mono sends them anyway, and nothing is put into its user's store
        public void The_certificates_above_go_into_the_store_of_the_user_if_that_is_wanted()
        {
            using (var authority = new Authority(folder))
            using (Identity server = authority.Server("server"))
            using (var intermediates = new X509Store(StoreName.CertificateAuthority, StoreLocation.CurrentUser))
            using (X509Certificate2 ca = authority.Ca.ToX509Certificate2())
            {
                store.Add(server).Dispose();
                endpoint.Https(server.Certificate).Dispose();
                intermediates.Open(OpenFlags.ReadWrite);
                using (LiveIdentity live = endpoint.Live())
                {
                    live.Certificate();
                    Assert.IsFalse(intermediates.Certificates.Contains(ca));
                }

                using (LiveIdentity live = endpoint.Live(new LiveOptions { IntermediatesToUserStore = true }))
                {
                    live.Get();
                    Assert.IsFalse(intermediates.Certificates.Contains(ca));
                    live.Certificate();
                    Assert.IsTrue(intermediates.Certificates.Contains(ca));
                    Assert.IsNull(live.LastFailure);
                }

                intermediates.Remove(ca);
            }
        }

        [Test]
        public void It_lives_as_long_as_it_is_not_disposed_of()
        {
            endpoint.Https(Made(1).Single()).Dispose();
            LiveIdentity live = endpoint.Live();
            endpoint.Dispose();
            store.Dispose();
            Identity identity = live.Get();
            X509Certificate2 certificate = live.Certificate();
            Assert.IsTrue(certificate.HasPrivateKey);
            live.Dispose();
            live.Dispose();
            Assert.Throws<ObjectDisposedException>(() => identity.Certificate.Subject.ToString());
            Assert.Throws<ObjectDisposedException>(() => live.Get());
            Assert.Throws<ObjectDisposedException>(() => live.Certificate());
            Assert.Throws<ObjectDisposedException>(() => live.Collection());
            Assert.Throws<ObjectDisposedException>(() => live.Last.ToString());
            Assert.IsNull(live.Select(null, null));
            Assert.IsInstanceOf<ObjectDisposedException>(live.LastFailure);
        }

        [Test]
        public void The_collector_frees_former_certificates_that_nobody_has()
        {
            string[] made = Made(20);
            using (LiveIdentity live = endpoint.Live())
            {
                WeakReference[] former = Pass(live, made);
                for (int i = 0; i < 50 && former.Any(each => each.IsAlive); i++)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }

                // the last one is current; Mono looks through the stack conservatively, and may keep some
                Assert.Less(former.Count(each => each.IsAlive), former.Length / 2);
                Assert.AreEqual(made.Last(), live.Certificate().Thumbprint);
            }
        }

        [Test]
        public void Eight_threads_get_the_same_objects_and_never_a_former_one_after_a_newer()
        {
            string[] made = Made(20);
            endpoint.Https(made[0]).Dispose();
            using (LiveIdentity live = endpoint.Live())
            {
                var seen = new ConcurrentDictionary<string, X509Certificate2>();
                Threads.Run(number =>
                {
                    for (int i = 0, last = 0; i < made.Length; i++)
                    {
                        if (number == 0)
                        {
                            endpoint.Https(made[i]).Dispose();
                        }

                        X509Certificate2 certificate = live.Certificate();
                        Assert.AreSame(certificate, seen.GetOrAdd(certificate.Thumbprint, certificate));
                        int at = Array.IndexOf(made, certificate.Thumbprint);
                        Assert.GreaterOrEqual(at, number == 0 ? i : last);
                        last = at;
                    }
                });
            }
        }

        [Test]
        public void A_hundred_changes_under_load_are_served_at_once_and_disturb_no_connection()
        {
            string[] made = Made(Changes + 1);
            endpoint.Https(made[0]).Dispose();
            using (Store other = Store.Open(store.Path))
            using (Endpoint changed = other.Endpoint())
            using (LiveIdentity live = endpoint.Live())
            using (var server = new LiveServer(live))
            using (var standing = new LiveServer.Client(server.Port))
            {
                int served = 0;
                bool done = false;
                Threads.Run(number =>
                {
                    if (number > 0)
                    {
                        while (!Volatile.Read(ref done))
                        {
                            Assert.Contains(Greeted(server), made);
                            Interlocked.Increment(ref served);
                        }

                        return;
                    }

                    try
                    {
                        for (int i = 1; i <= Changes; i++)
                        {
                            changed.Https(made[i]).Dispose();
                            Assert.AreEqual(made[i], Greeted(server));
                            Assert.AreEqual("line " + i, standing.Say("line " + i));
                        }
                    }
                    finally
                    {
                        Volatile.Write(ref done, true);
                    }
                });
                Assert.AreEqual(made[0], standing.Thumbprint);
                Assert.Greater(served, Threads.Count);
            }
        }

        private static string Greeted(LiveServer server)
        {
            using (var client = new LiveServer.Client(server.Port))
            {
                Assert.AreEqual("hello", client.Say("hello"));
                return client.Thumbprint;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private WeakReference[] Pass(LiveIdentity live, string[] made) => made.Select(each =>
        {
            endpoint.Https(each).Dispose();
            return new WeakReference(live.Certificate());
        }).ToArray();

        /// <summary>Certificates in the store, by thumbprint; of one RSA key, because that takes long to make and Mono serves nothing else.</summary>
        private string[] Made(int count)
        {
            using (PrivateKey key = PrivateKey.Generate(KeyAlgorithm.Rsa2048))
            {
                Identity[] made = Enumerable.Range(0, count).Select(each => new SelfSigned("localhost") { DnsNames = { "localhost" } }.Issue(key)).ToArray();
                store.AddRange(made);
                return made.Select(each => each.Certificate.Thumbprint).ToArray();
            }
        }
    }
}
