// ttrpc server PORT CERTS
// ttrpc client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS
//
// The same echo over ttrpc on TLS. The message is google.protobuf.BytesValue: on the wire it is the
// bytes field 1 that echo.proto has too, and needs no generated code.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net"
	"os"
	"sort"
	"strconv"
	"sync"
	"time"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/types"
)

const service, method = "cameo.peers.v1.EchoService", "Call"

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 4 && os.Args[1] == "server":
		serve(os.Args[2], os.Args[3])
	case len(os.Args) == 8 && os.Args[1] == "client":
		load(os.Args[2], os.Args[3], number(4), number(5), number(6), number(7))
	default:
		log.Fatal("usage: ttrpc server PORT CERTS\n" +
			"       ttrpc client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS")
	}
}

func number(index int) int {
	value, err := strconv.Atoi(os.Args[index])
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func serve(port, certificates string) {
	pair, err := tls.LoadX509KeyPair(certificates+"/server.pem", certificates+"/server.key")
	check(err)
	listener, err := tls.Listen("tcp", net.JoinHostPort("127.0.0.1", port), &tls.Config{
		Certificates: []tls.Certificate{pair},
		MinVersion:   tls.VersionTLS13,
	})
	check(err)
	server, err := ttrpc.NewServer()
	check(err)
	server.Register(service, map[string]ttrpc.Method{method: echo})
	check(server.Serve(context.Background(), listener))
}

func echo(_ context.Context, unmarshal func(interface{}) error) (interface{}, error) {
	var message types.BytesValue
	if err := unmarshal(&message); err != nil {
		return nil, err
	}
	return &message, nil
}

func load(port, certificates string, connections, inFlight, payload, seconds int) {
	authority, err := os.ReadFile(certificates + "/ca.pem")
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	config := &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: tls.VersionTLS13}

	begin := time.Now()
	end := begin.Add(time.Duration(seconds) * time.Second)
	var group sync.WaitGroup
	results := make([][]int64, connections*inFlight)
	for connection := 0; connection < connections; connection++ {
		socket, err := tls.Dial("tcp", net.JoinHostPort("127.0.0.1", port), config)
		check(err)
		client := ttrpc.NewClient(socket)
		for call := 0; call < inFlight; call++ {
			group.Add(1)
			go func(result *[]int64) {
				defer group.Done()
				*result = loop(client, payload, end)
			}(&results[connection*inFlight+call])
		}
	}
	group.Wait()
	report(results, time.Since(begin))
}

// loop calls until end, one call at a time, and returns each call's nanoseconds.
func loop(client *ttrpc.Client, payload int, end time.Time) []int64 {
	request := &types.BytesValue{Value: make([]byte, payload)}
	var latencies []int64
	for now := time.Now(); now.Before(end); {
		var reply types.BytesValue
		check(client.Call(context.Background(), service, method, request, &reply))
		if len(reply.Value) != payload {
			log.Fatal("the reply is not the request")
		}
		then := time.Now()
		latencies = append(latencies, then.Sub(now).Nanoseconds())
		now = then
	}
	return latencies
}

func report(results [][]int64, elapsed time.Duration) {
	var all []int64
	for _, result := range results {
		all = append(all, result...)
	}
	sort.Slice(all, func(a, b int) bool { return all[a] < all[b] })
	percentile := func(percent int) float64 { return float64(all[len(all)*percent/100]) / 1000 }
	fmt.Printf("{\"requests\": %d, \"seconds\": %f, \"p50_us\": %f, \"p99_us\": %f}\n",
		len(all), elapsed.Seconds(), percentile(50), percentile(99))
}
