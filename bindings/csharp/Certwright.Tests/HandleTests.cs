using System;
using System.Linq;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class HandleTests
    {
        [Test]
        public void The_collector_frees_what_nobody_disposed_of()
        {
            WeakReference[] gone = Leave();
            for (int i = 0; i < 50 && gone.Any(each => each.IsAlive); i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            // Mono looks through the stack conservatively, and may keep the last ones
            Assert.Less(gone.Count(each => each.IsAlive), gone.Length / 2);
        }

        [Test]
        public void Eight_threads_share_a_store()
        {
            using (var folder = new Folder())
            using (Store store = folder.NewStore())
            {
                Threads.Run(number =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        string subject = "thread " + number + " certificate " + i;
                        using (Entry made = store.CreateSelfSigned(new SelfSigned(subject)))
                        using (Entry found = store.Get(made))
                        using (Identity identity = found.Identity())
                        {
                            Assert.IsTrue(identity.PrivateKey.Matches(made.Certificate));
                            Assert.AreEqual("CN=" + subject, found.Subject);
                            store.Find(new Query { Contains = "thread " + number }).Count();
                        }
                    }
                });
                Assert.AreEqual(Threads.Count * 5, store.Find().Count());
                Assert.IsTrue(store.Check().Ok);
            }
        }

        [Test]
        public void Eight_threads_share_a_certificate_and_one_disposes_of_it()
        {
            for (int round = 0; round < 50; round++)
            {
                using (Identity identity = new SelfSigned("shared").Issue())
                {
                    Certificate certificate = identity.Certificate;
                    Threads.Run(number =>
                    {
                        try
                        {
                            for (int i = 0; i < 20; i++)
                            {
                                Assert.AreEqual("CN=shared", certificate.Subject);
                                if (number == 0 && i == 10)
                                {
                                    certificate.Dispose();
                                }
                            }
                        }
                        catch (ObjectDisposedException)
                        {
                        }
                    });
                }
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static WeakReference[] Leave() => Enumerable.Range(0, 200).Select(number =>
        {
            Identity identity = new SelfSigned("left " + number).Issue();
            Assert.AreEqual("CN=left " + number, identity.Certificate.Subject);
            return new WeakReference(identity);
        }).ToArray();
    }
}
