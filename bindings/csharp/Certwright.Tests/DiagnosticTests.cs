using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class DiagnosticTests
    {
        private readonly List<Diagnostic> told = new List<Diagnostic>();
        private Folder folder;
        private string path;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            path = folder.File("certs.db");
            told.Clear();
        }

        [TearDown]
        public void Free() => folder.Dispose();

        [Test]
        public void What_happens_is_told_with_level_code_and_text()
        {
            Store.Create(path, new OpenOptions { Diagnostics = told.Add }).Dispose();
            Assert.AreEqual(1, told.Count);
            Assert.AreEqual(DiagnosticLevel.Info, told[0].Level);
            Assert.AreEqual("key-file-beside", told[0].Code);
            StringAssert.Contains(path + ".key", told[0].Message);
        }

        [Test]
        public void A_callback_may_use_the_store()
        {
            Store store = null;
            int seen = 0;
            Action<Diagnostic> use = one =>
            {
                told.Add(one);
                if (store != null)
                {
                    store.CreateSelfSigned(new SelfSigned("made by the callback")).Dispose();
                    seen = store.Find().Count();
                }
            };
            using (store = Store.Create(path, new OpenOptions { Diagnostics = use }))
            {
                FailToUnlock(store);
                store.CreateSelfSigned(new SelfSigned("a")).Dispose();
                Assert.AreEqual("unlock-failed", told.Last().Code);
                Assert.AreEqual(DiagnosticLevel.Warning, told.Last().Level);
                Assert.AreEqual(2, told.Count);
                Assert.AreEqual(2, seen);
            }
        }

        [Test]
        public void What_a_callback_throws_is_passed_over()
        {
            Action<Diagnostic> fail = one =>
            {
                told.Add(one);
                throw new ApplicationException("the host");
            };
            using (Store store = Store.Create(path, new OpenOptions { Diagnostics = fail }))
            {
                FailToUnlock(store);
                store.CreateSelfSigned(new SelfSigned("a")).Dispose();
                CollectionAssert.AreEqual(new[] { "key-file-beside", "unlock-failed" }, told.Select(one => one.Code));
            }
        }

        [Test]
        public void A_callback_is_kept_while_the_store_is_open()
        {
            using (Store store = Open())
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                FailToUnlock(store);
                store.CreateSelfSigned(new SelfSigned("a")).Dispose();
                Assert.AreEqual("unlock-failed", told.Last().Code);
            }
        }

        private Store Open()
        {
            List<Diagnostic> log = told;
            return Store.Create(path, new OpenOptions { Diagnostics = one => log.Add(one) });
        }

        private static void FailToUnlock(Store store)
        {
            using (NewProtector passphrase = NewProtector.Passphrase("one"))
            {
                store.AddProtector(passphrase);
            }

            Refused.With(Status.WrongPassword, () => Store.Open(store.Path, new OpenOptions { Passphrase = "two" }));
        }
    }
}
