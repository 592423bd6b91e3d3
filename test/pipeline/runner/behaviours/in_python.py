def behave(behaviour: str, given: list):
    import os, signal, subprocess, sys, time

    print("behave:")
    if behaviour == "exit":
        print("one")
        print("two", file=sys.stderr)
        print("three", end="")
        sys.exit(4)
    elif behaviour == "arguments":
        print("".join(f"<{each}>" for each in given))
    elif behaviour == "variables":
        print(*[word for name in given for word in os.environ.get(name, "none").split()])
    elif behaviour == "complain":
        print(os.environ["API_KEY"], file=sys.stderr)
    elif behaviour == "write":
        with open("here", "w") as file:
            file.write("x\n")
    elif behaviour == "stop":
        def bye(*_):
            with open("bye", "w") as file:
                file.write("bye\n")
            os._exit(0)

        signal.signal(signal.SIGTERM, bye)
        print("ready", flush=True)
        time.sleep(600)
    elif behaviour == "stay":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), subprocess.Popen(["sleep", "600"]).pid, flush=True)
        time.sleep(600)
    elif behaviour == "sleep":
        time.sleep(600)
    elif behaviour == "leave":
        print(subprocess.Popen(["sleep", "600"]).pid)
    elif behaviour == "escape":
        print(subprocess.Popen(["sleep", "600"], start_new_session=True).pid)
    elif behaviour == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif behaviour == "talk":
        for line in range(5000):
            print("line", line)
        print("x" * 200_000)
