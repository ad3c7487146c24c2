using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Whether an endpoint is switched off, and how it serves.</summary>
    public enum EndpointState : uint
    {
        /// <summary>HTTP without TLS.</summary>
        Http = 1,

        /// <summary>HTTPS.</summary>
        Https = 2,

        /// <summary>Switched off.</summary>
        Off = 3,
    }

    /// <summary>The settings of an endpoint, at the moment they were read.</summary>
    public sealed class EndpointSettings : IEquatable<EndpointSettings>
    {
        private EndpointSettings(IntPtr lent)
        {
            Name = Lent.Text(lent, Import<cw_endpoint_settings_name>.Call.Invoke);
            State = (EndpointState)Lent.Value<uint>(lent, Import<cw_endpoint_settings_state>.Call.Invoke);
            Port = checked((int)Lent.Value<uint>(lent, Import<cw_endpoint_settings_port>.Call.Invoke));
            Generated = Lent.Value<bool>(lent, Import<cw_endpoint_settings_generated>.Call.Invoke);
            Sha256 = Lent.Text(lent, Import<cw_endpoint_settings_sha256>.Call.Invoke);
        }

        /// <summary>The endpoint's name.</summary>
        public string Name { get; }

        /// <summary>Off, HTTP or HTTPS.</summary>
        public EndpointState State { get; }

        /// <summary>Its port.</summary>
        public int Port { get; }

        /// <summary>Whether its certificate is one that it makes by itself, and makes anew when it has expired.</summary>
        public bool Generated { get; }

        /// <summary>SHA-256 of its certificate, upper-case hex, which it keeps where it is off or HTTP; null until one is wanted.</summary>
        public string Sha256 { get; }

        /// <summary>Whether everything in them is the same.</summary>
        public bool Equals(EndpointSettings other) =>
            !(other is null) && Name == other.Name && State == other.State && Port == other.Port && Generated == other.Generated && Sha256 == other.Sha256;

        /// <summary>Whether everything in them is the same.</summary>
        public override bool Equals(object other) => Equals(other as EndpointSettings);

        /// <summary>Of what is compared.</summary>
        public override int GetHashCode() => (Name, State, Port, Generated, Sha256).GetHashCode();

        /// <summary>Name, state and port.</summary>
        public override string ToString() => Name + ": " + State.ToString().ToLowerInvariant() + " on port " + Port;

        internal static EndpointSettings Copy(IntPtr lent) => new EndpointSettings(lent);
    }
}
