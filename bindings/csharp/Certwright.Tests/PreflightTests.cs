using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class PreflightTests
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
        public void A_store_that_can_serve_says_so()
        {
            store.Provide("client", "a").Dispose();
            store.Provide("ssl-connection", host: Host("srv1.corp.example")).Dispose();
            var seen = new List<CheckProgress>();
            var options = new PreflightOptions { Host = Host("srv1.corp.example"), Expected = { ("client", "A"), ("ssl-connection", null) } };
            CheckReport report = store.Preflight(options, new Progress(seen));
            Assert.IsTrue(report.Ok, string.Join("; ", report.Verdicts.Select(verdict => verdict.Found)));
            Assert.AreEqual(new[] { "installation", "clock" }, report.Verdicts.Take(2).Select(verdict => verdict.What));
            Assert.IsTrue(report.Verdicts.Any(verdict => verdict.What == "backup"));
            Assert.AreEqual(5, report.Verdicts.Count);
            Assert.AreEqual(2, seen.Count);
            Assert.AreEqual(2, seen.Last().Done);
            Assert.AreEqual(2, seen.Last().Total);
            Assert.IsTrue(store.Check().Verdicts.Any(verdict => verdict.What == "usage" && verdict.Ok));
        }

        [Test]
        public void What_is_wrong_is_a_verdict()
        {
            store.Provide("ssl-connection", host: Host("srv1.corp.example")).Dispose();
            var options = new PreflightOptions { Host = Host("srv2.corp.example"), Expected = { ("database", "db1"), ("client", null) } };
            CheckReport report = store.Preflight(options);
            Assert.IsFalse(report.Ok);
            Verdict[] wrong = report.Verdicts.Where(verdict => !verdict.Ok).ToArray();
            Assert.AreEqual(3, wrong.Length);
            Assert.AreEqual("database (db1)", wrong[0].What);
            Assert.AreEqual("client", wrong[1].What);
            StringAssert.Contains("srv2.corp.example", wrong[2].Found);
            Refused.With(Status.InvalidArgument, () => store.Preflight(new PreflightOptions { Expected = { ("No Role", null) } }));
            Refused.With(Status.InvalidArgument, () => store.Preflight(new PreflightOptions { Expected = { ("client", "a\nb") } }));
            Assert.Throws<ArgumentException>(() => store.Preflight(new PreflightOptions { Expected = { (null, "a") } }));
        }

        [Test]
        public void It_can_be_stopped_and_tells_what_the_host_throws()
        {
            store.Provide("client").Dispose();
            using (var source = new CancellationTokenSource())
            {
                Assert.Throws<OperationCanceledException>(() => store.Preflight(progress: new Progress(source.Cancel), cancellation: source.Token));
                Assert.Throws<OperationCanceledException>(() => store.Preflight(cancellation: source.Token));
            }

            Assert.Throws<ApplicationException>(() => store.Preflight(progress: new Progress(() => throw new ApplicationException("the host"))));
        }

        [Test]
        public void What_expires_is_reported_and_told_once()
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            using (Entry ended = store.CreateSelfSigned(new SelfSigned("<ended>") { ValidFrom = now.AddDays(-100), ValidTo = now.AddDays(-5).AddHours(1) }))
            using (Entry ending = store.CreateSelfSigned(new SelfSigned("ending") { ValidTo = now.AddDays(20).AddHours(1) }))
            using (store.CreateSelfSigned(new SelfSigned("later")))
            {
                store.Assign(ending, "client");
                Assert.AreEqual(2, store.TellExpiries());
                Assert.AreEqual(0, store.TellExpiries());
                Assert.AreEqual(new[] { "expired", "near-expiry" }, store.Events().Select(line => line.Kind).Where(kind => kind.Contains("expir")).OrderBy(kind => kind, StringComparer.Ordinal));
                ExpiryReport report = store.ExpiryReport(TimeSpan.FromDays(30));
                Assert.AreEqual(TimeSpan.FromDays(30), report.Until - report.At);
                Assert.IsFalse(report.More);
                Assert.AreEqual(new[] { ended.Sha256, ending.Sha256 }, report.Certificates.Select(one => one.Entry.Sha256));
                Assert.AreEqual(new[] { -5L, 20L }, report.Certificates.Select(one => one.DaysLeft));
                Assert.AreEqual(new[] { false, true }, report.Certificates.Select(one => one.Required));
                Assert.IsTrue(report.Certificates.All(one => one.ExpiryMatters));
                Assert.IsEmpty(report.Certificates[0].Assignments);
                Assert.AreEqual("client", report.Certificates[1].Assignments.Single().Role);
                StringAssert.Contains("&lt;ended", report.ToHtml());
                report.Dispose();
                report.Dispose();
                Assert.Throws<ObjectDisposedException>(() => report.ToHtml());
                Assert.Throws<ObjectDisposedException>(() => report.Certificates[0].Entry.Archived.ToString());
                using (ExpiryReport all = store.ExpiryReport(TimeSpan.MaxValue))
                {
                    Assert.AreEqual(3, all.Certificates.Count);
                }
            }

            Refused.With(Status.InvalidArgument, () => store.ExpiryReport(TimeSpan.FromSeconds(-1)));
        }

        private static LocalHost Host(string name) => new LocalHost(new[] { name });

        private sealed class Progress : IProgress<CheckProgress>
        {
            private readonly Action<CheckProgress> told;

            internal Progress(List<CheckProgress> seen) => told = seen.Add;

            internal Progress(Action told) => this.told = _ => told();

            public void Report(CheckProgress value) => told(value);
        }
    }
}
