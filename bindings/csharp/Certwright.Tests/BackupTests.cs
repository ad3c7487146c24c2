using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class BackupTests
    {
        private const string Secret = "correct horse battery";

        private Folder folder;
        private string backups;
        private Store store;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            backups = folder.File("backups");
            Directory.CreateDirectory(backups);
            store = folder.NewStore();
        }

        [TearDown]
        public void Free()
        {
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void After_a_disaster_a_new_machine_serves_as_the_old_one_did()
        {
            byte[] secret = Encoding.UTF8.GetBytes("what the database keeps");
            LocalHost host = new LocalHost(new[] { "srv1.corp.example" });
            store.Provide("ssl-connection", host: host).Dispose();
            using (Provided database = store.Provide("database", "db1"))
            using (Provided master = store.Provide("master-key"))
            using (X509Certificate2 plain = database.Entry.Certificate.ToX509Certificate2())
            using (RSA encrypts = plain.GetRSAPublicKey())
            {
                byte[] encrypted = encrypts.Encrypt(secret, RSAEncryptionPadding.Pkcs1);
                foreach (BackupFiles files in new[] { BackupFiles.One, BackupFiles.Each })
                {
                    BackupReport report = store.Backup(new BackupOptions { Location = backups, Password = Secret, Files = files, Iterations = 2000 });
                    Assert.AreEqual(files == BackupFiles.One ? 1 : 2, report.Backup.Files.Count);
                    Assert.AreEqual(2, report.Proof.Keys);
                    Assert.AreEqual(2, report.Proof.Signed);
                    Assert.IsTrue(report.Proof.Complete);
                    Assert.AreEqual("ssl-connection", report.LeftOut.Single().Role);
                    Assert.IsEmpty(report.Lacking);

                    // the machine is gone: what is left are the files and the password
                    using (Store next = Store.Create(folder.File(files + ".db")))
                    {
                        Restored restored = next.Restore(Paths(report.Backup), new RestoreOptions { Password = Secret });
                        Assert.IsTrue(restored.Changed);
                        Assert.AreEqual(BackupKind.Pfx, restored.Kind);
                        Assert.IsNull(restored.Signer);
                        Assert.IsTrue(restored.Lines.All(line => line.Outcome == RestoreOutcome.Added), string.Join("; ", restored.Lines));
                        next.Provide("ssl-connection", host: host).Dispose();
                        CheckReport preflight = next.Preflight(new PreflightOptions { Host = host, Expected = { ("database", "db1"), ("master-key", null) } });
                        Assert.IsTrue(preflight.Ok, string.Join("; ", preflight.Verdicts.Where(verdict => !verdict.Ok).Select(verdict => verdict.Found)));
                        using (Provided same = next.Provide("database", "db1"))
                        using (X509Certificate2 certificate = same.Entry.ToX509Certificate2())
                        using (RSA key = certificate.GetRSAPrivateKey())
                        {
                            Assert.IsFalse(same.Made);
                            Assert.AreEqual(database.Entry.Thumbprint, same.Entry.Thumbprint);
                            Assert.AreEqual(secret, key.Decrypt(encrypted, RSAEncryptionPadding.Pkcs1));
                            byte[] signature = key.SignData(secret, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                            Assert.IsTrue(encrypts.VerifyData(secret, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                        }

                        Assert.AreEqual(1, next.Backups().Count);
                        Assert.IsNotNull(next.BackupThatHolds(master.Entry));
                    }
                }

                Assert.AreEqual(new[] { 2L, 1L }, store.Backups().Select(backup => backup.Id));
                using (WhereUsed used = store.WhereUsed(master.Entry))
                using (Overview overview = store.Overview())
                {
                    Assert.AreEqual(2, used.Backup.Id);
                    Assert.AreEqual(2, overview.LastBackup.Id);
                }
            }
        }

        [Test]
        public void A_backup_is_remembered_with_all_that_it_is()
        {
            using (Entry held = Assigned("here"))
            using (Entry other = Assigned("there"))
            {
                var seen = new List<CheckProgress>();
                BackupOptions options = Options();
                options.Scope = "here";
                BackupReport report = store.Backup(options, new Told(seen.Add));
                Assert.AreEqual(new[] { 2L, 2L }, new[] { seen.Last().Done, seen.Last().Total });
                Backup backup = store.Backups().Single();
                foreach (Backup one in new[] { backup, report.Backup, store.BackupThatHolds(held), store.BackupStatus().LastProven })
                {
                    Assert.AreEqual(1, one.Id);
                    Assert.AreEqual(BackupKind.Pfx, one.Kind);
                    Assert.AreEqual(backups, one.Location);
                    Assert.AreEqual("here", one.Scope);
                    Assert.AreEqual(1, one.Keys);
                    Assert.AreEqual(1, one.Certificates);
                    Assert.IsEmpty(one.Lacking);
                    Assert.GreaterOrEqual(one.Proven, one.At);
                    Assert.AreEqual(one.Proven, one.ContentsProven);
                    StringAssert.Contains("backup 1 (", one.ToString());
                    Assert.AreEqual(new FileInfo(Paths(one).Single()).Length, one.Files.Single().Size);
                    using (var hash = SHA256.Create())
                    {
                        byte[] sha256 = hash.ComputeHash(File.ReadAllBytes(Paths(one).Single()));
                        Assert.AreEqual(BitConverter.ToString(sha256).Replace("-", string.Empty), one.Files.Single().Sha256);
                    }
                }

                Assert.IsNull(store.BackupThatHolds(other));
                BackupProof proof = store.VerifyBackup(Paths(backup), new RestoreOptions { Password = Secret });
                Assert.IsTrue(proof.Complete && proof.RecipientProven);
                Assert.AreEqual(new[] { 1L, 1L, 1L }, new[] { proof.Certificates, proof.Keys, proof.Signed });
                Assert.IsNull(proof.Signer ?? (object)proof.OwnSigner ?? proof.Made);
                Assert.IsEmpty(proof.Compared.Concat(proof.Notes));
                using (Entry newer = Assigned("here"))
                {
                    LeftOut missing = store.VerifyBackup(Paths(backup), new RestoreOptions { Password = Secret }).MissingToday.Single();
                    Assert.AreEqual(newer.Thumbprint, missing.Thumbprint);
                    Assert.AreEqual("client (here)", missing.Role + " (" + missing.Scope + ")");
                    Assert.AreEqual(newer.Subject, missing.Subject);
                    StringAssert.Contains("not in the backup", missing.Why);
                }
            }

            CollectionAssert.Contains(store.Events().Select(line => line.Kind), "backed-up");
        }

        [Test]
        public void What_both_cannot_hold_is_never_resolved_silently()
        {
            string[] files;
            using (Assigned("db1"))
            {
                files = Paths(store.Backup(Options()).Backup);
            }

            using (Store next = Store.Create(folder.File("next.db")))
            using (Entry ours = Assigned("db1", next))
            {
                Restored plan = next.Restore(files, new RestoreOptions { Password = Secret, DryRun = true });
                Assert.IsFalse(plan.Changed);
                RestoreLine conflict = plan.Lines.Single(line => line.Outcome == RestoreOutcome.Conflict);
                Assert.AreEqual("assignment client (db1): conflict", conflict.ToString().Split('(').Take(2).Aggregate((a, b) => a + "(" + b).TrimEnd());
                CertwrightException refused = Refused.With(Status.Conflict, () => next.Restore(files, new RestoreOptions { Password = Secret }));
                StringAssert.StartsWith("{\"what\":[\"", refused.Details);
                StringAssert.Contains(ours.Thumbprint, refused.Details);
                Restored kept = next.Restore(files, new RestoreOptions { Password = Secret, Conflicts = Conflicts.KeepOurs });
                Assert.IsTrue(kept.Lines.Any(line => line.Outcome == RestoreOutcome.Kept));
                Restored replaced = next.Restore(files, new RestoreOptions { Password = Secret, Conflicts = Conflicts.TakeTheirs });
                RestoreLine assignment = replaced.Lines.Single(line => line.What == "assignment");
                Assert.AreEqual(RestoreOutcome.Replaced, assignment.Outcome);
                Assert.AreEqual("client (db1)", assignment.Name);
                StringAssert.Contains(ours.Thumbprint, assignment.Note);
                Refused.With(Status.InvalidArgument, () => next.Restore(files, new RestoreOptions { Conflicts = (Conflicts)9 }));
            }
        }

        [Test]
        public void What_is_wrong_is_refused_with_its_status()
        {
            Refused.With(Status.NotFound, () => store.Backup(Options()));
            using (Assigned("db1"))
            {
                Refused.With(Status.InvalidArgument, () => store.Backup());
                Refused.With(Status.PasswordRequired, () => store.Backup(new BackupOptions { Location = backups }));
                Refused.With(Status.InvalidArgument, () => store.Backup(new BackupOptions { Location = backups, Password = string.Empty }));
                Refused.With(Status.NotFound, () => store.Backup(new BackupOptions { Location = folder.File("nowhere"), Password = Secret }));
                Refused.With(Status.Unsupported, () => store.Backup(new BackupOptions { Location = "s3://bucket/prefix", Password = Secret }));
                Refused.With(Status.InvalidArgument, () => store.Backup(new BackupOptions { Reader = "nobody" }));
                Refused.With(Status.InvalidArgument, () => store.Backup(new BackupOptions { Kind = (BackupKind)7 }));
                Refused.With(Status.InvalidArgument, () => store.Backup(new BackupOptions { Files = (BackupFiles)7 }));
                Assert.Throws<ArgumentOutOfRangeException>(() => store.Backup(new BackupOptions { Iterations = -1 }));
                Assert.Throws<ArgumentException>(() => store.Backup(new BackupOptions { Recipients = { null } }));
                string spoilt = folder.File("spoilt");
                Directory.CreateDirectory(spoilt);
                BackupOptions options = Options();
                options.Location = spoilt;
                CertwrightException refused = Refused.With(Status.NotRestorable, () => store.Backup(options, new Told(progress =>
                {
                    foreach (string file in Directory.GetFiles(spoilt, "certwright_*"))
                    {
                        File.WriteAllText(file, "something else");
                    }
                })));
                StringAssert.Contains("\"backup\":\"certwright_", refused.Details);
                Assert.IsEmpty(Directory.GetFiles(spoilt));
                Assert.IsEmpty(store.Backups());

                string[] files = Paths(store.Backup(Options()).Backup);
                Refused.With(Status.WrongPassword, () => store.Restore(files, new RestoreOptions { Password = "wrong" }));
                Refused.With(Status.PasswordRequired, () => store.Restore(files));
                Refused.With(Status.WrongPassword, () => store.VerifyBackup(files, new RestoreOptions { Password = "wrong" }));
                Refused.With(Status.InvalidArgument, () => store.Restore(new string[0]));
                Refused.With(Status.NotFound, () => store.Restore(new[] { folder.File("nowhere") }, new RestoreOptions { Password = Secret }));
                Assert.Throws<ArgumentNullException>(() => store.Restore(null));
                Assert.Throws<ArgumentNullException>(() => store.VerifyBackup(null));
                Assert.Throws<ArgumentException>(() => store.Restore(files, new RestoreOptions { Identities = { null } }));
                var every = new RestoreOptions { Password = Secret, Identities = { "AGE-SECRET-KEY-1" }, TrustSigner = "00", Salvage = true };
                Assert.IsFalse(store.Restore(files, every).Changed, "a PFX takes no notice of what is for bundles");
            }
        }

        [Test]
        public void A_bundle_brings_everything_to_whoever_trusts_its_signer()
        {
            using (Entry served = Assigned("db1"))
            using (Store next = Store.Create(folder.File("next.db")))
            {
                BackupReport report = store.Backup(new BackupOptions { Location = backups, Kind = BackupKind.Bundle, Password = Secret });
                Assert.AreEqual(BackupKind.Bundle, report.Backup.Kind);
                Assert.IsTrue(report.Proof.Complete && report.Proof.RecipientProven);
                string file = Paths(report.Backup).Single();
                StringAssert.EndsWith(".age", file);
                string signer = store.BackupStatus().Signer;
                Assert.AreEqual(signer, report.Proof.Signer);

                var open = new RestoreOptions { Password = Secret };
                CertwrightException refused = Refused.With(Status.OtherSigner, () => next.Restore(new[] { file }, open));
                StringAssert.Contains(signer, refused.Message);
                Assert.AreEqual(false, next.VerifyBackup(new[] { file }, open).OwnSigner);
                open.TrustSigner = signer;
                Restored restored = next.Restore(new[] { file }, open);
                Assert.IsTrue(restored.Changed);
                Assert.AreEqual((BackupKind.Bundle, signer), (restored.Kind, restored.Signer));
                Assert.AreEqual(served.Thumbprint, next.Assignments().Single().Thumbprint);

                byte[] altered = File.ReadAllBytes(file);
                altered[altered.Length / 2] ^= 1;
                File.WriteAllBytes(file, altered);
                Refused.With(Status.Damaged, () => next.Restore(new[] { file }, open));
            }
        }

        [Test]
        public void It_can_be_stopped_and_tells_what_the_host_throws()
        {
            using (Assigned("db1"))
            using (var source = new CancellationTokenSource())
            {
                string[] files = Paths(store.Backup(Options()).Backup);
                var open = new RestoreOptions { Password = Secret };
                Assert.Throws<OperationCanceledException>(() => store.Backup(Options(), new Told(_ => source.Cancel()), source.Token));
                foreach (Action work in new Action[]
                {
                    () => store.Backup(Options(), cancellation: source.Token),
                    () => store.Restore(files, open, cancellation: source.Token),
                    () => store.VerifyBackup(files, open, cancellation: source.Token),
                    () => store.BackupIfDue(cancellation: source.Token),
                })
                {
                    Assert.Throws<OperationCanceledException>(() => work());
                }

                var throws = new Told(_ => throw new ApplicationException("the host"));
                foreach (Action work in new Action[]
                {
                    () => store.Backup(Options(), throws),
                    () => store.Restore(files, open, throws),
                    () => store.VerifyBackup(files, open, throws),
                })
                {
                    Assert.Throws<ApplicationException>(() => work());
                }

                Assert.AreEqual(files, Directory.GetFiles(backups));
            }
        }

        [Test]
        public void Settings_are_kept_sealed_with_their_password()
        {
            BackupSettings settings = store.BackupSettings();
            Assert.IsNull(settings.Location ?? settings.Reader ?? settings.Schedule);
            Assert.AreEqual("prompt", settings.PasswordSource);
            Assert.AreEqual("keep all", settings.Retention);
            Assert.IsEmpty(settings.Recipients);
            Assert.AreEqual(BackupKind.Pfx, settings.Kind);
            settings = new BackupSettings
            {
                Location = backups,
                Files = BackupFiles.Each,
                PasswordSource = "sealed",
                Reader = "windows-server-2016",
                Schedule = "every 6h",
                Retention = "daily 14 keep 7",
            };
            Refused.With(Status.PasswordRequired, () => store.SetBackupSettings(settings));
            Assert.IsTrue(store.SetBackupSettings(settings, Secret));
            Assert.IsFalse(store.SetBackupSettings(settings), "the password stays");
            BackupSettings read = store.BackupSettings();
            Assert.AreEqual(backups, read.Location);
            Assert.AreEqual(BackupFiles.Each, read.Files);
            Assert.AreEqual("sealed", read.PasswordSource);
            Assert.AreEqual("windows-server-2016", read.Reader);
            Assert.AreEqual("every 6 hours", read.Schedule);
            Assert.AreEqual("keep 7, daily 14", read.Retention);
            StringAssert.DoesNotContain(Secret, Encoding.ASCII.GetString(File.ReadAllBytes(folder.File("certs.db"))));
            using (Assigned("db1"))
            {
                string[] files = Paths(store.Backup().Backup);
                Assert.IsTrue(store.VerifyBackup(files, new RestoreOptions { Password = Secret }).Complete);
            }

            read.PasswordSource = "prompt";
            Assert.IsTrue(store.SetBackupSettings(read));
            Refused.With(Status.PasswordRequired, () => store.Backup());
            foreach (Action<BackupSettings> wrong in new Action<BackupSettings>[]
            {
                one => one.PasswordSource = "anywhere",
                one => one.Reader = "nobody",
                one => one.Schedule = "sometimes",
                one => one.Retention = "keep 0",
                one => one.Location = string.Empty,
                one => one.Kind = 0,
                one => one.Files = 0,
            })
            {
                BackupSettings altered = store.BackupSettings();
                wrong(altered);
                Refused.With(Status.InvalidArgument, () => store.SetBackupSettings(altered));
            }

            Refused.With(Status.InvalidArgument, () => store.SetBackupSettings(store.BackupSettings(), Secret));
            Assert.Throws<ArgumentNullException>(() => store.SetBackupSettings(null));
        }

        [Test]
        public void What_is_due_is_made_once()
        {
            BackupStatus status = store.BackupStatus();
            Assert.IsNull(status.Schedule ?? status.Running ?? status.Why ?? status.Signer ?? (object)status.LastProven ?? status.Next ?? (object)status.FailedAt);
            Assert.IsFalse(status.Due);
            DueBackup never = store.BackupIfDue();
            Assert.IsNull(never.Report ?? never.Elsewhere ?? (object)never.Next);
            store.SetBackupSettings(new BackupSettings { Location = backups, PasswordSource = "sealed", Schedule = "every 6 hours", Retention = "keep 1" }, Secret);
            using (Assigned("db1"))
            using (Store other = Store.Open(folder.File("certs.db"), new OpenOptions { Actor = "the other" }))
            {
                Assert.IsTrue(store.BackupStatus().Due);
                DueBackup elsewhere = null;
                string running = null;
                DueBackup made = store.BackupIfDue(progress: new Told(_ =>
                {
                    elsewhere = elsewhere ?? other.BackupIfDue();
                    running = running ?? other.BackupStatus().Running;
                }));
                Assert.IsNotNull(made.Report);
                Assert.IsNull(made.Elsewhere ?? (object)made.Next);
                Assert.IsNull(elsewhere.Report);
                Assert.AreEqual(running, elsewhere.Elsewhere);
                Assert.AreEqual(made.Report.Backup.At.AddHours(6), other.BackupIfDue().Next);
                Assert.AreEqual(made.Report.Backup.At.AddHours(6), store.BackupStatus().Next);
                Assert.AreEqual(1, Directory.GetFiles(backups).Length);
                Assert.AreEqual(made.Report.Backup.Files[0].Name, store.Backup().Removed.Single());
            }
        }

        [Test]
        public void One_that_fails_is_told_and_tried_again()
        {
            store.SetBackupSettings(new BackupSettings { Location = folder.File("nowhere"), Schedule = "hourly" });
            using (Assigned("db1"))
            {
                Refused.With(Status.NotFound, () => store.BackupIfDue(Secret));
                BackupStatus status = store.BackupStatus();
                Assert.AreEqual(1, status.Failures);
                Assert.Greater(status.Next, status.FailedAt);
                StringAssert.Contains("nowhere", status.Why);
                Assert.AreEqual("hourly", status.Schedule);
                Assert.IsFalse(status.Due);
                CollectionAssert.Contains(store.Events().Select(line => line.Kind), "backup-failed");
            }
        }

        [Test]
        public void A_file_of_another_program_is_taken_for_a_role()
        {
            string file = folder.File("foreign.pfx");
            using (Identity identity = new SelfSigned("foreign").Issue())
            {
                var writer = new PfxWriter { Iterations = 1000 };
                writer.Identities.Add(identity);
                File.WriteAllBytes(file, writer.Write(Secret));
                Refused.With(Status.UnknownRole, () => store.Restore(new[] { file }, new RestoreOptions { Password = Secret, Role = "nobody" }));
                Restored alone = store.Restore(new[] { file }, new RestoreOptions { Password = Secret });
                StringAssert.Contains("nothing of roles", alone.Notes.Single());
                Restored restored = store.Restore(new[] { file }, new RestoreOptions { Password = Secret, Role = "client", Scope = "east" });
                Assert.AreEqual("client (east)", restored.Lines.Single(line => line.What == "assignment").Name);
                Assert.AreEqual(identity.Certificate.Thumbprint, store.Assignments().Single().Thumbprint);
                Refused.With(Status.Unsupported, () => store.Restore(new[] { file }, new RestoreOptions { Password = Secret, Role = "database" }));
                store.Restore(new[] { file }, new RestoreOptions { Password = Secret, Role = "client" });
                CollectionAssert.AreEquivalent(new[] { null, "east" }, store.Assignments().Select(one => one.Scope));
            }
        }

        [Test]
        public void What_old_Windows_reads_dotnet_opens_with_its_roles()
        {
            OpensInDotNet("windows-server-2016");
        }

        // Mono reads no PFX with AES.
        [Test]
        [Category("CoreOnly")]
        public void What_is_made_by_default_dotnet_opens_with_its_roles()
        {
            OpensInDotNet(null);
        }

        [Test]
        public void A_machine_looks_on_its_own_whether_one_is_due()
        {
            string[] command = { "/usr/bin/certwright", "--db", "/srv/my certs.db", "backup", "run", "--due" };
            IReadOnlyList<UnitFile> files = BackupUnits.Systemd(command, "daily at 03:40", "db1", "certs");
            Assert.AreEqual(new[] { "certwright-backup-db1.service", "certwright-backup-db1.timer" }, files.Select(file => file.ToString()));
            StringAssert.Contains("ExecStart=/usr/bin/certwright --db \"/srv/my certs.db\" backup run --due\nUser=certs\n", files[0].Text);
            StringAssert.Contains("OnCalendar=*:40\n", files[1].Text);
            Assert.AreEqual("certwright-backup.service", BackupUnits.Systemd(command, "hourly")[0].Name);
            Assert.AreEqual("*/15 * * * * /usr/bin/certwright --db '/srv/my certs.db' backup run --due", BackupUnits.CronLine(command, "hourly"));
            Refused.With(Status.InvalidArgument, () => BackupUnits.Systemd(command.Skip(1), "hourly"));
            Refused.With(Status.InvalidArgument, () => BackupUnits.Systemd(command, "never"));
            Refused.With(Status.InvalidArgument, () => BackupUnits.CronLine(new string[0], "hourly"));
            Assert.Throws<ArgumentNullException>(() => BackupUnits.Systemd(null, "hourly"));
            Assert.Throws<ArgumentNullException>(() => BackupUnits.CronLine(command, null));
        }

        private static string[] Paths(Backup backup) => backup.Files.Select(file => Path.Combine(backup.Location, file.Name)).ToArray();

        private BackupOptions Options() => new BackupOptions { Location = backups, Password = Secret, Iterations = 1000 };

        private Entry Assigned(string scope, Store to = null)
        {
            Entry entry = (to ?? store).CreateSelfSigned(new SelfSigned("for " + scope));
            (to ?? store).Assign(entry, "client", scope);
            return entry;
        }

        // The roles stand in an attribute of the certificates' bags, of which other programs take no notice. Of several keys in a file .NET takes one.
        private void OpensInDotNet(string reader)
        {
            using (Entry one = store.CreateSelfSigned(new SelfSigned("one") { Key = KeyAlgorithm.Rsa2048 }))
            using (Entry other = store.CreateSelfSigned(new SelfSigned("other") { Key = KeyAlgorithm.Rsa2048 }))
            {
                store.Assign(one, "client", "db1");
                store.Assign(other, "client", "db2");
                BackupOptions options = new BackupOptions { Location = backups, Password = Secret, Reader = reader, Files = BackupFiles.Each, Iterations = 2000 };
                string[] files = Paths(store.Backup(options).Backup);
                var thumbprints = new List<string>();
                foreach (string file in files)
                {
                    var collection = new X509Certificate2Collection();
                    collection.Import(file, Secret, X509KeyStorageFlags.Exportable);
                    using (X509Certificate2 opened = collection.Cast<X509Certificate2>().Single())
                    using (RSA key = opened.GetRSAPrivateKey())
                    using (RSA verifies = opened.GetRSAPublicKey())
                    {
                        byte[] signature = key.SignData(new byte[] { 1 }, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                        Assert.IsTrue(verifies.VerifyData(new byte[] { 1 }, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
                        thumbprints.Add(opened.Thumbprint);
                    }
                }

                CollectionAssert.AreEquivalent(new[] { one.Thumbprint, other.Thumbprint }, thumbprints);
                using (Store next = Store.Create(folder.File("next.db")))
                {
                    next.Restore(files, new RestoreOptions { Password = Secret });
                    CollectionAssert.AreEquivalent(new[] { "db1", "db2" }, next.Assignments().Select(assignment => assignment.Scope));
                }
            }
        }

        private sealed class Told : IProgress<CheckProgress>
        {
            private readonly Action<CheckProgress> told;

            internal Told(Action<CheckProgress> told) => this.told = told;

            public void Report(CheckProgress value) => told(value);
        }
    }
}
