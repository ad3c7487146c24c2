using System;
using System.Linq;
using NUnit.Framework;

namespace Certwright.Tests
{
    [TestFixture]
    public class AssignmentTests
    {
        private Folder folder;
        private Store store;
        private Entry first;
        private Entry second;

        [SetUp]
        public void Make()
        {
            folder = new Folder();
            store = folder.NewStore();
            first = store.CreateSelfSigned(new SelfSigned("first"));
            second = store.CreateSelfSigned(new SelfSigned("second"));
        }

        [TearDown]
        public void Free()
        {
            first.Dispose();
            second.Dispose();
            store.Dispose();
            folder.Dispose();
        }

        [Test]
        public void A_certificate_is_assigned_in_a_scope_or_everywhere()
        {
            Refused.With(Status.UnknownRole, () => store.Assign(first, "vault"));
            Assigned everywhere = store.Assign(first, "vault", createRole: true);
            Assert.IsTrue(everywhere.Changed);
            Assert.IsNull(everywhere.Replaced);
            Assert.IsEmpty(everywhere.Notes);
            Assert.AreEqual("vault", everywhere.Assignment.Role);
            Assert.IsNull(everywhere.Assignment.Scope);
            Assert.AreEqual(first.Thumbprint, everywhere.Assignment.Thumbprint);
            Assert.AreEqual(first.Sha256, everywhere.Assignment.Sha256);
            Assert.IsNull(everywhere.Assignment.Until);
            Assert.IsFalse(everywhere.Assignment.Retained);
            Assert.IsTrue(everywhere.Assignment.Holds);
            Assert.Less(Math.Abs((DateTimeOffset.UtcNow - everywhere.Assignment.Since).TotalMinutes), 10);
            Assert.AreEqual("vault: " + first.Thumbprint, everywhere.Assignment.ToString());
            Assigned scoped = store.Assign(first.Thumbprint, "vault", " db1 ");
            Assert.AreEqual("vault (db1): " + first.Thumbprint, scoped.Assignment.ToString());
            Assert.IsFalse(store.Assign(first, "vault", "DB1").Changed);
            Assert.IsFalse(store.Assign(first, "vault", string.Empty).Changed);
            Assert.AreEqual(2, first.Assignments().Count);
            Assert.AreEqual(new[] { "it is assigned to vault", "it is assigned to vault (db1)" }, first.Required());
            Assert.IsEmpty(second.Assignments());
            Assert.IsEmpty(second.Required());
        }

        [Test]
        public void Who_is_replaced_in_an_essential_role_is_retained_until_it_is_released()
        {
            store.Assign(first, "vault", "db1", createRole: true);
            Assigned assigned = store.Assign(second, "vault", "db1");
            Assert.AreEqual(first.Thumbprint, assigned.Replaced);
            StringAssert.Contains("is retained", assigned.Notes.Single());
            Assert.AreEqual(new[] { second.Thumbprint, first.Thumbprint }, store.Assignments().Select(one => one.Thumbprint));
            Assignment former = first.Assignments().Single();
            Assert.IsTrue(former.Retained && former.Holds);
            Assert.GreaterOrEqual(former.Until, former.Since);
            string refused = Refused.With(Status.Required, () => store.Delete(first)).Message;
            StringAssert.Contains("it is retained for vault (db1)", refused);
            StringAssert.EndsWith("; archive it, or end those uses first", refused);
            Refused.With(Status.InvalidArgument, () => store.RemoveRole("vault"));

            Assigned kept = store.Unassign(first, "vault", "db1");
            Assert.IsTrue(!kept.Changed && kept.Assignment.Retained);
            Assigned released = store.Release(first, "vault", "db1");
            Assert.IsTrue(released.Changed);
            Assert.IsFalse(released.Assignment.Holds);
            Assert.IsFalse(store.Release(first, "vault", "db1").Changed);
            store.Delete(first);

            Assigned ended = store.Unassign(second, "vault", "db1");
            Assert.IsTrue(ended.Changed && ended.Assignment.Retained);
            Assert.IsFalse(store.Unassign(second, "vault", "db1").Changed);
        }

        [Test]
        public void What_cannot_be_assigned_is_refused()
        {
            Refused.With(Status.Unsupported, () => store.Assign(first, "database", "db1"));
            Refused.With(Status.NotFound, () => store.Assign(new string('A', 40), "client"));
            Refused.With(Status.NotFound, () => store.Unassign(first, "client"));
            Refused.With(Status.NotFound, () => store.Release(first, "client"));
            Refused.With(Status.InvalidThumbprint, () => store.Assign("none", "client"));
            Refused.With(Status.InvalidArgument, () => store.Assign(first, "Client"));
            Refused.With(Status.InvalidArgument, () => store.Assign(first, "client", "a\tb"));
            using (Identity keyless = new SelfSigned("keyless").Issue())
            {
                store.Add(keyless.Certificate).Dispose();
                Refused.With(Status.NoPrivateKey, () => store.Assign(keyless.Certificate, "client"));
            }

            foreach (TestDelegate work in new TestDelegate[]
            {
                () => store.Assign(first, null), () => store.Unassign(first, null), () => store.Release(first, null),
                () => store.Assign((string)null, "client"), () => store.Unassign((Entry)null, "client"), () => store.Release((Certificate)null, "client"),
            })
            {
                Assert.Throws<ArgumentNullException>(work);
            }

            Assert.IsEmpty(store.Assignments());
        }

        [Test]
        public void Certificates_are_found_by_what_they_are_for()
        {
            store.Assign(first, "vault", "db1", createRole: true);
            store.Assign(first, "client");
            Finds("first", new Query { Role = "VAULT" });
            Finds("first", new Query { Role = "client", Scope = string.Empty });
            Finds("first", new Query { Scope = "DB1" });
            Finds(null, new Query { Scope = "db2" });
            Finds(null, new Query { Role = "vault", Scope = string.Empty });
            Finds("first", new Query { Required = true });
            Finds("second", new Query { Required = false });
        }

        [Test]
        public void Where_nothing_was_altered_nothing_is_discarded()
        {
            store.Assign(first, "client");
            long before = store.LastEvent;
            Assert.IsEmpty(store.DiscardAltered());
            Assert.AreEqual(before, store.LastEvent);
            Assert.AreEqual(first.Thumbprint, store.Assignments().Single().Thumbprint);
        }

        [Test]
        public void A_locked_store_says_so()
        {
            store.Assign(first, "client");
            using (Store locked = Store.Open(store.Path, new OpenOptions { Locked = true }))
            using (Entry entry = locked.Get(first))
            {
                foreach (TestDelegate work in new TestDelegate[]
                {
                    () => locked.Roles(), () => locked.Role("client"), () => locked.DefineRole(new Role("own")), () => locked.RemoveRole("own"),
                    () => locked.Assign(first, "client"), () => locked.Unassign(first, "client"), () => locked.Release(first, "client"),
                    () => locked.Assignments(), () => entry.Assignments(), () => locked.Provide("client"), () => locked.Renew(first),
                    () => locked.SupersededBy(first), () => locked.Overview(), () => locked.Leftovers(), () => locked.DeleteAll(new Thumbprint[] { first }),
                    () => locked.WhereUsed(first), () => locked.Preflight(), () => locked.ExpiryReport(TimeSpan.FromDays(30)),
                    () => locked.OtherInstallation(), () => locked.Adopt(), () => locked.Find(new Query { Role = "client" }).ToList(),
                    () => locked.RenewableWithin(TimeSpan.FromDays(30)), () => locked.DiscardAltered(),
                })
                {
                    Refused.With(Status.StoreLocked, work);
                }

                Assert.AreEqual(0, locked.TellExpiries());
                Assert.AreEqual(new[] { "it is assigned to client" }, entry.Required());
            }
        }

        private void Finds(string wanted, Query query)
        {
            Entry[] found = store.Find(query).ToArray();
            Assert.AreEqual(wanted == null ? new string[0] : new[] { wanted }, found.Select(entry => entry.CommonName));
            foreach (Entry entry in found)
            {
                entry.Dispose();
            }
        }
    }
}
