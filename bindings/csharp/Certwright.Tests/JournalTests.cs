using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class JournalTests
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
        public void Every_change_has_its_line()
        {
            long before = store.LastEvent;
            using (Entry entry = store.CreateSelfSigned(new SelfSigned("a")))
            {
                Event line = store.Events(before).Single();
                Assert.AreEqual(before + 1, line.Number);
                Assert.AreEqual("issued", line.Kind);
                Assert.AreEqual(entry.Thumbprint, line.Thumbprint);
                Assert.AreEqual("Personal", line.Details["store"]);
                Assert.Less((DateTimeOffset.UtcNow - line.At).Duration(), TimeSpan.FromHours(1));
                Assert.AreEqual(line.Number, store.LastEvent);
                Assert.AreEqual(store.LastEvent, store.LastEventBefore(DateTimeOffset.UtcNow.AddDays(1)));
                Assert.AreEqual(0, store.LastEventBefore(DateTimeOffset.UtcNow.AddDays(-1)));
                Assert.Less(store.LastEventBefore(line.At), line.Number);
                Assert.AreEqual(line.Number, store.LastEventBefore(line.At.AddMilliseconds(1)));
            }

            Assert.AreEqual(1, store.Events(limit: 1).Count);
            Assert.Throws<ArgumentOutOfRangeException>(() => store.Events(-1));
        }

        [Test]
        public void Details_are_read_whatever_they_hold()
        {
            string path = folder.File("größe \"quoted\" \\ {\t} \u0001 \ud83d\ude00.db");
            using (Store odd = Store.Create(path))
            {
                Assert.AreEqual(path, odd.Path);
                Assert.AreEqual(path, odd.Events().First().Details["path"]);
            }
        }

        [Test]
        public void Is_followed_until_nothing_comes()
        {
            long before = store.LastEvent;
            IEnumerator<Event> lines = store.Watch(before, TimeSpan.FromSeconds(30)).GetEnumerator();
            using (lines)
            {
                using (Store other = Store.Open(store.Path))
                {
                    other.CreateSelfSigned(new SelfSigned("a")).Dispose();
                    other.CreateSelfSigned(new SelfSigned("b")).Dispose();
                }

                Assert.IsTrue(lines.MoveNext());
                Assert.AreEqual(before + 1, lines.Current.Number);
                Assert.IsTrue(lines.MoveNext());
                Assert.AreEqual(before + 2, lines.Current.Number);
            }

            Assert.AreEqual(2, store.Watch(before, TimeSpan.Zero).Count());
            Assert.IsEmpty(store.Watch(store.LastEvent, TimeSpan.FromMilliseconds(1)));
        }

        [Test]
        public void Following_ends_when_it_is_cancelled()
        {
            using (var source = new CancellationTokenSource())
            {
                var thread = new Thread(() => source.Cancel());
                Assert.Throws<OperationCanceledException>(() =>
                {
                    thread.Start();
                    foreach (Event line in store.Watch(store.LastEvent, cancellation: source.Token))
                    {
                        Assert.Fail(line.Kind);
                    }
                });
                thread.Join();
            }
        }
    }
}
