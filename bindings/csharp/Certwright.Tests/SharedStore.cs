using System;
using System.Collections.Generic;
using System.Linq;

namespace Certwright.Tests
{
    /// <summary>Works on one store beside other languages, as a test of all of them tells it to.</summary>
    internal static class SharedStore
    {
        internal static int Work(string[] arguments)
        {
            using (Store store = Store.Open(arguments[1], new OpenOptions { Actor = "csharp" }))
            {
                switch (arguments[0])
                {
                    case "add":
                        for (int i = 0; i < int.Parse(arguments[3]); i++)
                        {
                            using (Entry made = store.CreateSelfSigned(new SelfSigned(arguments[2] + " " + i) { DnsNames = { "srv" + i + ".example" } }))
                            {
                                Console.WriteLine(made.Thumbprint);
                            }
                        }

                        return 0;
                    case "backup":
                        Console.WriteLine(store.Backup(new BackupOptions { Location = arguments[2], Password = "secret" }).Backup.Files[0]);
                        return 0;
                    case "restore":
                        foreach (RestoreLine line in store.Restore(new[] { arguments[2] }, new RestoreOptions { Password = "secret" }).Lines)
                        {
                            Console.WriteLine(line);
                        }

                        return 0;
                    case "trust":
                        using (Probed probed = Probe.Server(arguments[2]))
                        using (TrustDecision made = store.Trust(new TrustRequest(probed, probed.Chain[0]) { By = "csharp" }))
                        {
                            Console.WriteLine(made.Host + " " + made.Port + " " + made.Certificate.Sha256);
                        }

                        return 0;
                    case "decisions":
                        foreach (TrustDecision decision in store.TrustDecisions())
                        {
                            using (Trusted trusted = store.VerifyServer(new[] { decision.Certificate }, decision.Host, decision.Port))
                            {
                                Console.WriteLine(trusted.Basis + " " + trusted.Decision + " by " + decision.By);
                            }
                        }

                        return 0;
                    case "endpoint":
                        using (Endpoint endpoint = store.Endpoint("api", "Integration API"))
                        using (EndpointChange change = endpoint.Https(int.Parse(arguments[2])))
                        {
                            Console.WriteLine(change.Settings + " " + change.Settings.Sha256);
                        }

                        return 0;
                    case "endpoints":
                        Endpoints(store);
                        return 0;
                    case "serve":
                        using (Endpoint endpoint = store.Endpoint())
                        using (LiveIdentity live = endpoint.Live(new LiveOptions { IntermediatesToUserStore = true }))
                        using (var server = new LiveServer(live))
                        {
                            Console.WriteLine(server.Port);
                            Console.Out.Flush();
                            Console.In.ReadToEnd(); // until whoever started it has seen enough
                        }

                        return 0;
                    case "roots":
                        Console.WriteLine(Verdict(store, null));
                        Console.WriteLine(Verdict(store, SystemRoots.Os));
                        Console.WriteLine(Verdict(store, SystemRoots.None));
                        return 0;
                    case "discard":
                        Discard(store);
                        return 0;
                    case "survey":
                        Survey(store);
                        return 0;
                    case "read":
                        foreach (Entry entry in store.Find().OrderBy(each => each.Subject, StringComparer.Ordinal))
                        {
                            using (Identity identity = entry.Identity())
                            {
                                Console.WriteLine(entry.Subject + "\t" + entry.Sha256 + "\t" + identity.PrivateKey.Matches(entry.Certificate));
                            }
                        }

                        return store.Check().Ok ? 0 : 1;
                    default:
                        return 2;
                }
            }
        }

        private static void Endpoints(Store store)
        {
            try
            {
                foreach (EndpointSettings settings in store.Endpoints())
                {
                    Console.WriteLine(settings + " " + settings.Generated);
                }
            }
            catch (CertwrightException exception)
            {
                Console.WriteLine(exception.Code);
                using (Endpoint endpoint = store.Endpoint())
                using (EndpointChange reset = endpoint.Reset())
                {
                    Console.WriteLine(reset.Settings + " " + reset.Changed);
                }
            }
        }

        // What was altered keeps the rest from being read until it is taken away.
        private static void Discard(Store store)
        {
            try
            {
                store.Assignments();
            }
            catch (CertwrightException exception)
            {
                Console.WriteLine(exception.Code);
            }

            foreach (string what in store.DiscardAltered())
            {
                Console.WriteLine(what);
            }

            Console.WriteLine(store.Assignments().Single().Role + " " + store.Events().Last().Kind + " " + store.DiscardAltered().Count);
        }

        private static string Verdict(Store store, SystemRoots? which)
        {
            var options = new PeerOptions { At = ChainFiles.When };
            options.SystemRoots = which ?? options.SystemRoots;
            try
            {
                using (Trusted trusted = store.VerifyServer(new[] { ChainFiles.Of("leaf.pem"), ChainFiles.Of("ca.pem") }, "srv1.example.com", null, options))
                {
                    return trusted.Basis + " " + trusted.Path.Last().Subject;
                }
            }
            catch (UntrustedException refused)
            {
                return refused.Reasons[0].Code;
            }
        }

        // What comes behind something that was altered is found, too.
        private static void Survey(Store store)
        {
            using (IEnumerator<Entry> found = store.Find().GetEnumerator())
            {
                while (true)
                {
                    try
                    {
                        if (!found.MoveNext())
                        {
                            return;
                        }

                        Console.WriteLine(found.Current.Subject);
                    }
                    catch (CertwrightException exception)
                    {
                        Console.WriteLine(exception.Code);
                    }
                }
            }
        }
    }
}
