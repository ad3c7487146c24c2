using System;
using System.IO;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class StoreTests
    {
        private Folder folder;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void Is_made_once_and_opened_again()
        {
            Assert.AreEqual(folder.File("certs.db"), store.Path);
            Assert.IsFalse(store.IsLocked);
            Assert.AreEqual(store.Path, store.ToString());
            Refused.With(Status.AlreadyExists, () => Store.Create(folder.File("certs.db")));
            CertwrightException missing = Refused.With(Status.NotFound, () => Store.Open(folder.File("none.db")));
            StringAssert.Contains("none.db", missing.Details);
            using (Store again = Store.Open(folder.File("certs.db"), new OpenOptions { Actor = "tests", BusyDeadline = TimeSpan.FromSeconds(1) }))
            {
                again.CreateSelfSigned(new SelfSigned("a")).Dispose();
                StringAssert.Contains("tests", again.Events().Last().Actor);
            }

            using (Store locked = Store.Open(folder.File("certs.db"), new OpenOptions { Locked = true }))
            {
                Assert.IsTrue(locked.IsLocked);
                Assert.AreEqual(1, locked.Find().Count());
                Refused.With(Status.StoreLocked, () => locked.CreateSelfSigned(new SelfSigned("b")));
            }
        }

        [Test]
        public void Opens_with_a_passphrase_that_is_given_or_asked_for()
        {
            string path = folder.File("secret.db");
            string key = folder.File("other.key");
            Store.Create(path, new OpenOptions { Passphrase = "correct horse", KeyFile = key, OthersRead = true }).Dispose();
            Store.Open(path, new OpenOptions { KeyFile = key }).Dispose();
            Store.Open(path, new OpenOptions { Passphrase = "correct horse" }).Dispose();
            Refused.With(Status.WrongPassword, () => Store.Open(path, new OpenOptions { Passphrase = "wrong" }));
            Refused.With(Status.KeyFileMissing, () => Store.Open(path, new OpenOptions { KeyFile = folder.File("no.key") }));
            string asked = folder.File("asked.db");
            Store.Create(asked, new OpenOptions { Passphrase = "correct horse" }).Dispose();
            Store.Open(asked, new OpenOptions { AskPassphrase = () => "correct horse" }).Dispose();
            Store.Open(asked, new OpenOptions { Passphrase = "correct horse", AskPassphrase = () => throw new TimeoutException() }).Dispose();
            Refused.With(Status.PasswordRequired, () => Store.Open(asked));
            Refused.With(Status.Cancelled, () => Store.Open(asked, new OpenOptions { AskPassphrase = () => null }));
            Assert.Throws<TimeoutException>(() => Store.Open(asked, new OpenOptions { AskPassphrase = () => throw new TimeoutException() }));
            Refused.With(Status.NotFound, () => Store.Create(folder.File("x.db"), new OpenOptions { Group = "no such group" }));
        }

        [Test]
        public void Needs_no_upgrade()
        {
            store.Dispose();
            Upgraded upgraded = Store.Upgrade(folder.File("certs.db"));
            Assert.AreEqual(upgraded.ToSchema, upgraded.FromSchema);
            Assert.IsNull(upgraded.Copy);
        }

        [Test]
        public void Describes_itself()
        {
            store.CreateSelfSigned(new SelfSigned("a")).Dispose();
            StoreInfo info = store.Info();
            Assert.AreEqual(store.Path, info.Path);
            Assert.AreEqual(store.Path + ".key", info.KeyFile);
            Assert.IsNotEmpty(info.KeyFileWhy);
            Assert.IsTrue(info.KeyFileBeside);
            Assert.IsFalse(info.IsLocked);
            Assert.AreEqual(1, info.Certificates);
            Assert.AreEqual(1, info.PrivateKeys);
            Assert.AreEqual(store.LastEvent, info.Events);
            Assert.AreEqual(NativeLibrary.Version, info.WrittenBy);
            Assert.Greater(info.Schema, 0);
            Assert.IsNotEmpty(info.Id);
            CollectionAssert.Contains(info.Stores, "Personal");
            Assert.AreEqual("key-file", info.Protectors.Single().Kind);
            Assert.AreEqual(384, info.Files.Single(file => file.Path == info.KeyFile).Mode); // 0600
            Assert.IsNotEmpty(info.Files[0].Owner);
            Assert.IsNotEmpty(info.Warnings);
            StringAssert.Contains("\"sqlite\"", store.Report());
        }

        [Test]
        public void Keeps_what_it_makes()
        {
            var options = new AddOptions { Store = "web", CreateStore = true, FriendlyName = "größe", Tags = { "a", "b" } };
            using (Entry made = store.CreateSelfSigned(new SelfSigned("srv1") { DnsNames = { "srv1.example" } }, options))
            using (Entry found = store.Get("\u200e" + made.Thumbprint.ToLowerInvariant()))
            {
                Assert.AreEqual(made.Certificate, found.Certificate);
                Assert.AreEqual("größe", found.FriendlyName);
                Assert.AreEqual(new[] { "a", "b" }, found.Tags);
                Assert.AreEqual(new[] { "web" }, found.Stores);
                Assert.IsTrue(found.HasPrivateKey);
                Assert.IsFalse(found.Archived);
                Assert.Less((DateTimeOffset.UtcNow - found.Added).Duration(), TimeSpan.FromHours(1));
                Assert.AreEqual("CN=srv1", found.Subject);
                Assert.AreEqual(found.Certificate.Der, found.Der);
                Assert.AreEqual("srv1.example", found.DnsNames.Single());
                Assert.IsEmpty(found.Chain());
                using (Identity identity = found.Identity())
                {
                    Assert.IsTrue(identity.PrivateKey.Matches(found.Certificate));
                }

                Assert.AreEqual(made.Sha256, store.Get(made, "web").Sha256);
                Assert.AreEqual(made.Sha256, store.Get(made.Certificate).Sha256);
                Refused.With(Status.NotFound, () => store.Get(made, "Personal"));
            }

            Refused.With(Status.UnknownStoreName, () => store.CreateSelfSigned(new SelfSigned("b"), new AddOptions { Store = "none" }));
            Refused.With(Status.InvalidThumbprint, () => store.Get("xyz"));
            Assert.Throws<ArgumentNullException>(() => store.Get((string)null));
            Assert.Throws<ArgumentNullException>(() => store.Get(default(Thumbprint)));
        }

        [Test]
        public void Makes_one_only_where_none_is()
        {
            using (AddResult first = store.EnsureSelfSigned(new SelfSigned("srv1")))
            using (AddResult second = store.EnsureSelfSigned(new SelfSigned("srv1")))
            {
                Assert.IsTrue(first.Changed);
                Assert.IsFalse(second.Changed);
                Assert.AreEqual(first.Entry.Sha256, second.Entry.Sha256);
            }
        }

        [Test]
        public void Takes_certificates_and_identities()
        {
            using (Identity one = new SelfSigned("one").Issue())
            using (Identity two = new SelfSigned("two") { Purpose = Purpose.Ca }.Issue())
            {
                using (AddResult added = store.Add(one.Certificate))
                {
                    Assert.IsTrue(added.Changed);
                    Assert.IsFalse(added.Entry.HasPrivateKey);
                    Refused.With(Status.NoPrivateKey, () => added.Entry.Identity());
                }

                using (AddResult added = store.Add(two, new AddOptions { Store = "Root" }))
                {
                    Assert.IsFalse(added.Entry.HasPrivateKey);
                    Assert.AreEqual(1, added.Notes.Count);
                }

                Assert.AreEqual(2, store.AddRange(new[] { one, two }));
                Assert.AreEqual(0, store.AddRange(new[] { one.Certificate }));
                Assert.AreEqual(0, store.AddRange(new Identity[0]));
                Assert.Throws<ArgumentNullException>(() => store.Add((Certificate)null));
            }
        }

        [Test]
        public void Imports_a_file_with_its_report()
        {
            using (Identity identity = new SelfSigned("old").Issue())
            {
                byte[] pfx = new PfxWriter { Identities = { identity } }.Write("p");
                File.WriteAllBytes(folder.File("old.pfx"), pfx);
                var options = new ImportOptions { FriendlyName = "name", Tags = { "t" }, Store = "web", CreateStore = true };
                using (ImportReport report = store.ImportPath(folder.File("old.pfx"), new ReadOptions { Password = "p" }, options))
                {
                    Assert.IsTrue(report.Changed);
                    Assert.IsTrue(report.Bags.All(bag => bag.Taken && bag.Changed && bag.Entry.Sha256 == identity.Certificate.Sha256));
                    Assert.AreEqual("name", report.Entries.Single().FriendlyName);
                    Assert.AreEqual("t", report.Entries[0].Tags.Single());
                    Assert.AreEqual("web", report.Entries[0].Stores.Single());
                }

                using (ImportReport again = store.Import(pfx, new ReadOptions { AskPassword = () => "p" }))
                {
                    Assert.IsFalse(again.Bags.Any(bag => bag.Changed && bag.What == "private key"));
                }

                Refused.With(Status.WrongPassword, () => store.Import(pfx, new ReadOptions { Password = "q" }));
                Refused.With(Status.NotFound, () => store.ImportPath(folder.File("none.pfx")));
            }
        }

        [Test]
        public void Exports_in_every_form()
        {
            using (Entry entry = store.CreateSelfSigned(new SelfSigned("srv1")))
            {
                Exported pfx = store.Export(entry, new ExportOptions { Password = "p", WithKey = true, Reader = "dotnet9", Iterations = 2000 });
                using (ImportReport report = CertificateFile.Read(pfx.Octets, new ReadOptions { Password = "p" }))
                {
                    Assert.AreEqual(entry.Certificate, report.Identities.Single().Certificate);
                    StringAssert.Contains("2000", report.Bags[0].Encryption);
                }

                Assert.IsNotNull(pfx.Notes);
                Assert.AreEqual(entry.Der, store.Export(entry, new ExportOptions { Format = ExportFormat.Der }).Octets);
                StringAssert.StartsWith("-----BEGIN", System.Text.Encoding.ASCII.GetString(store.Export(entry, new ExportOptions { Format = ExportFormat.Pem }).Octets));
                using (ImportReport report = CertificateFile.Read(store.Export(entry, new ExportOptions { Format = ExportFormat.P7b }).Octets))
                {
                    Assert.AreEqual("PKCS#7", report.Format);
                }

                Refused.With(Status.PasswordRequired, () => store.Export(entry));
                Refused.With(Status.NotFound, () => store.Export(new string('0', 40), new ExportOptions { Format = ExportFormat.Der }));
                CollectionAssert.Contains(store.Events().Select(line => line.Kind), "key-exported");
            }
        }

        [Test]
        public void Archives_describes_and_deletes()
        {
            using (Entry entry = store.CreateSelfSigned(new SelfSigned("srv1")))
            {
                store.Archive(entry).Dispose();
                Refused.With(Status.NotFound, () => store.Get(entry));
                using (Entry archived = store.Get(entry, archived: Archived.Also))
                {
                    Assert.IsTrue(archived.Archived);
                }

                Refused.With(Status.InvalidArgument, () => store.Get(entry, archived: Archived.Only));
                store.Unarchive(entry).Dispose();
                using (AddResult described = store.Describe(entry, "name", new[] { "x" }))
                {
                    Assert.AreEqual("name", described.Entry.FriendlyName);
                }

                using (AddResult described = store.Describe(entry, tags: new string[0]))
                {
                    Assert.AreEqual("name", described.Entry.FriendlyName);
                    Assert.IsEmpty(described.Entry.Tags);
                }

                using (AddResult described = store.Describe(entry, string.Empty))
                {
                    Assert.IsNull(described.Entry.FriendlyName);
                }

                DeleteResult deleted = store.Delete(entry);
                Assert.IsTrue(deleted.KeyDeleted);
                Assert.IsFalse(deleted.KeyShared);
                Refused.With(Status.NotFound, () => store.Delete(entry));
                Assert.AreEqual("CN=srv1", entry.Subject);
            }
        }

        [Test]
        public void Is_no_more_once_it_was_disposed_of()
        {
            Entry entry = store.CreateSelfSigned(new SelfSigned("srv1"));
            store.Dispose();
            store.Dispose();
            Assert.Throws<ObjectDisposedException>(() => store.Path.ToString());
            Assert.Throws<ObjectDisposedException>(() => store.Find().Count());
            Assert.Throws<ObjectDisposedException>(() => store.Check());
            using (Identity identity = entry.Identity())
            {
                Assert.AreEqual("CN=srv1", identity.Certificate.Subject);
            }

            entry.Dispose();
            entry.Dispose();
            Assert.Throws<ObjectDisposedException>(() => entry.Subject.ToString());
            Assert.Throws<ObjectDisposedException>(() => entry.FriendlyName?.ToString());
        }

        [Test]
        public void Proves_that_it_is_whole_and_can_be_stopped()
        {
            store.AddRange(Enumerable.Range(0, 130).Select(number => new SelfSigned("srv" + number).Issue()).ToArray());
            var seen = new Recorder();
            CheckReport report = store.Check(seen);
            Assert.IsTrue(report.Ok);
            Assert.IsTrue(report.Verdicts.All(verdict => verdict.Ok && verdict.Found.Length > 0));
            CollectionAssert.Contains(report.Verdicts.Select(verdict => verdict.What), "journal");
            Assert.Greater(seen.Calls, 1);
            Assert.GreaterOrEqual(seen.Last.Done, 128);
            Assert.GreaterOrEqual(seen.Last.Total, 130);

            var thrown = new ApplicationException("the host");
            Assert.AreSame(thrown, Assert.Throws<ApplicationException>(() => store.Check(new Recorder { Throws = thrown })));
            using (var source = new CancellationTokenSource())
            {
                var stopped = Assert.Throws<OperationCanceledException>(() => store.Check(new Recorder { Cancels = source }, source.Token));
                Assert.AreEqual(source.Token, stopped.CancellationToken);
                Assert.Throws<OperationCanceledException>(() => store.Check(cancellation: source.Token));
            }
        }

        [Test]
        public void Protectors_come_and_go()
        {
            Protector first = store.Protectors().Single();
            Assert.IsTrue(first.InUse);
            Assert.AreEqual(true, first.Genuine);
            using (NewProtector passphrase = NewProtector.Passphrase("one"))
            using (NewProtector changed = NewProtector.Passphrase("two"))
            using (NewProtector file = NewProtector.KeyFile(folder.File("second.key")))
            {
                Protector added = store.AddProtector(passphrase);
                Assert.AreEqual("passphrase", added.Kind);
                Protector second = store.ChangeProtector(added.Id, changed);
                Protector third = store.AddProtector(file);
                Refused.With(Status.WrongPassword, () => Store.Open(store.Path, new OpenOptions { Passphrase = "one" }));
                Refused.With(Status.InvalidArgument, () => store.RotateKey());
                Rotated rotated = store.RotateKey(new RotateOptions { Passphrases = { "two" }, DropOthers = true });
                Assert.AreEqual(third.Id, rotated.Dropped.Single());
                Assert.AreEqual(0, rotated.PrivateKeys);
                Assert.IsNotNull(store.RemoveProtector(second.Id));
                Refused.With(Status.LastProtector, () => store.RemoveProtector(store.Protectors().Single().Id));
                Refused.With(Status.NotFound, () => store.RemoveProtector("ffff"));
            }

            using (Store locked = Store.Open(store.Path, new OpenOptions { Locked = true }))
            {
                Assert.IsNull(locked.Protectors().Single().Genuine);
            }
        }

        private sealed class Recorder : IProgress<CheckProgress>
        {
            internal int Calls { get; private set; }

            internal CheckProgress Last { get; private set; }

            internal Exception Throws { get; set; }

            internal CancellationTokenSource Cancels { get; set; }

            public void Report(CheckProgress value)
            {
                Calls++;
                Last = value;
                Cancels?.Cancel();
                if (Throws != null)
                {
                    throw Throws;
                }
            }
        }
    }
}
